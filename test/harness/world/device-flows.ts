import { addDevice, Device } from '../device.ts';
import type { Person } from './person.ts';
import { mustHave, type Told } from './told.ts';
import type { World } from './world.ts';

const HOUR = 60 * 60_000;

/** A phone that approves, mistypes, denies, moves and goes. */
export async function useDevices(world: World, told: Told): Promise<void> {
  const person = await world.person({ login: 'devices', apps: 1 });
  told.note('password', person.password);
  const browser = told.browser();
  await browser.signIn(person);
  const device = new Device(world);
  await addDevice(browser, device);
  world.clock.advance(HOUR);

  const number = await ask(told, person);
  const { id, answer } = await device.answerFor({ decision: 'approve', number });
  told.note('answer', answer);
  mustHave(204, await device.send(id, answer));
  await ask(told, person);
  mustHave(401, await device.approve('x'));
  world.clock.advance(HOUR);
  await ask(told, person);
  mustHave(204, await device.respond({ decision: 'deny' }));

  const begun = mustHave(201, await device.call('beginMove'));
  const code = /#activate=([\w-]+)/.exec(begun.text)?.[1] ?? '';
  told.note('activation code', code);
  const next = new Device(world);
  mustHave(201, await next.activate(code));
  mustHave(204, await device.call('confirmMove'));
  mustHave(204, await next.call('removeDevice'));
}

async function ask(told: Told, person: Person): Promise<string | undefined> {
  const browser = told.browser();
  const { value } = await browser.choose(await browser.begin(person), 'push');
  return value.challenge?.number;
}
