import assert from 'node:assert/strict';
import type { Browser } from './browser.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

const NUMBER = /number for the help desk is (\d{6})|asks for this number:\n\n(\d{6})/;

/** What the newest message to this person says that is to be read out; `sent`: how many there are. */
export async function numberRead(
  world: World,
  via: { readonly mail: string } | { readonly text: string },
): Promise<string> {
  const isMail = 'mail' in via;
  for (;;) {
    const found = isMail
      ? world.sink.mails(via.mail).map(({ text, sequence }) => ({ text, sequence }))
      : world.sink.texts(via.text).map(({ body, sequence }) => ({ text: body, sequence }));
    const newest = found
      .toSorted((a, b) => a.sequence - b.sequence)
      .flatMap(({ text }) => NUMBER.exec(text)?.slice(1).filter(Boolean) ?? [])
      .at(-1);
    if (newest !== undefined) return newest;
    const after = Math.max(0, ...found.map(({ sequence }) => sequence));
    await (isMail
      ? world.sink.waitForMail(via.mail, { after })
      : world.sink.waitForText(via.text, { after }));
  }
}

/** Sends a number by mail, as somebody of the staff; what it is known by. */
export async function sendNumber(browser: Browser, person: Person): Promise<string> {
  const body = { reason: 'somebody calls', via: 'mail' } as const;
  const sent = await browser.call('sendCallerNumber', { params: { userId: person.id }, body });
  assert.equal(sent.status, 200, sent.text);
  return sent.value.checkId;
}

/** A caller who reads out the number that was mailed. */
export async function verifyCaller(
  world: World,
  browser: Browser,
  person: Person,
): Promise<string> {
  const checkId = await sendNumber(browser, person);
  const number = await numberRead(world, { mail: person.email });
  const params = { checkId };
  const confirmed = await browser.call('confirmCallerNumber', { params, body: { number } });
  assert.equal(confirmed.status, 200, confirmed.text);
  return checkId;
}
