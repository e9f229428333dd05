import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request as openRequest } from 'node:http';
import type { Device } from './device.ts';
import type { World } from './world/world.ts';
import type { Browser } from './world/browser.ts';
import type { Person } from './world/person.ts';

export type Waiting = { readonly world: World; readonly person: Person; readonly device: Device };

const HOUR = 60 * 60_000;

/** What a waiting page hears, on the first node. */
async function listen({ world }: Waiting, browser: Browser, signInId: string) {
  const { headers } = browser.request('getSignIn', { params: { signInId } });
  const url = `${world.nodeUrls[0]}/api/v1/sign-in/${signInId}/events`;
  // Not fetch: it sends no Host but its own.
  const sent = openRequest(url, { headers });
  sent.end();
  const [stream]: readonly IncomingMessage[] = await once(sent, 'response');
  assert.equal(stream?.statusCode, 200);
  const heard = Promise.withResolvers<number>();
  stream.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('event: changed')) heard.resolve(performance.now());
  });
  return { heard: heard.promise, stop: () => sent.destroy() };
}

export type Told = {
  /** From the answer's own answer (204) until the page that waits has heard; negative: before. */
  readonly pageMs: number;
  /** From the answer to the page that asked until the phone that waits has the request. */
  readonly phoneMs: number;
};

/** One sign-in by a number: asked on the first node, waited for and answered by the phone on its own. */
export async function tellOnce(given: Waiting): Promise<Told> {
  const { world, person, device } = given;
  world.clock.advance(HOUR);
  const browser = world.browser();
  const begun = await browser.begin(person);
  const waiting = device.look(20).then((view) => ({ view, at: performance.now() }));
  // It listens before it reads; a moment later it waits.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const asked = await browser.choose(begun, 'push');
  const askedAt = performance.now();
  const { view, at: seenAt } = await waiting;
  const id = view.request?.id;
  assert.ok(id);
  const stream = await listen(given, browser, asked.value.id);
  const { number } = asked.value.challenge ?? {};
  const answered = await device.send(id, device.signAnswer(id, { decision: 'approve', number }));
  assert.equal(answered.status, 204, answered.text);
  const answeredAt = performance.now();
  const pageMs = (await stream.heard) - answeredAt;
  stream.stop();
  const done = await browser.call('completeSignIn', { params: { signInId: asked.value.id } });
  assert.equal(done.value.state, 'completed', done.text);
  return { pageMs, phoneMs: seenAt - askedAt };
}
