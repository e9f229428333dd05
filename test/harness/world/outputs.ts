import { setTimeout as sleep } from 'node:timers/promises';
import {
  standardTotp,
  timeStepAt,
  totpAt,
} from '../../../apps/server/src/authenticators/totp/totp.ts';
import type { PhoneSlot } from '../../../apps/server/src/domain/authenticator.ts';
import type { AuditEvent } from '../../../packages/contract/src/audit-events.ts';
import { dumpOf } from './dump.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** A number nobody has yet, in an area of its own: neighbours share a budget (`sends-block`). */
export type NewNumber = () => string;

/** Areas of the United States in which `555 01xx`, the range kept for stories, is a valid number. */
const AREAS = `
  201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 220
  301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320
  401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425
  501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540
  601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623
  701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 725
`
  .trim()
  .split(/\s+/);

export function makeNumbers(): NewNumber {
  let made = 0;
  return () => {
    const line = 100 + Math.floor(made / AREAS.length);
    const number = `+1${AREAS[made % AREAS.length]}5550${line}`;
    made += 1;
    return number;
  };
}

const codeIn = (body: string): readonly string[] =>
  / code: (\d{6})\n/.exec(body)?.slice(1, 2) ?? [];

/** The newest code that was texted to this number; `after`: once there are more than this many. */
export async function codeTexted(world: World, number: string, after = 0): Promise<string> {
  for (let texts = world.sink.texts(number); ; texts = world.sink.texts(number)) {
    const codes = texts
      .toSorted((a, b) => a.sequence - b.sequence)
      .flatMap(({ body }) => codeIn(body));
    const newest = codes.at(-1);
    if (newest !== undefined && codes.length > after) return newest;
    const last = Math.max(0, ...texts.map(({ sequence }) => sequence));
    await world.sink.waitForText(number, { after: last });
  }
}

/** How many codes were texted to this number so far. */
export const countCodesTexted = (world: World, number: string): number =>
  world.sink.texts(number).flatMap(({ body }) => codeIn(body)).length;

/** Answers the call that rings at this number and writes down what it dictates. */
export async function codeSpoken(world: World, number: string): Promise<string> {
  const { sid } = await world.sink.waitForCall(number);
  world.sink.answer(sid);
  const { transcript } = await world.sink.waitForSpoken(sid, 'Once more');
  const digits = transcript.filter(({ speaker, text }) => speaker === 'voice' && /^\d$/.test(text));
  return digits
    .map(({ text }) => text)
    .join('')
    .slice(0, 6);
}

/** Six digits, each time others, and never those that were given. */
export function otherCodes(count: number, right: readonly string[]): readonly string[] {
  return Array.from({ length: count + right.length }, (_, n) => String(n * 7919).padStart(6, '0'))
    .filter((code) => !right.includes(code))
    .slice(0, count);
}

/** Codes that none of the person's apps shows within five minutes of now. */
export function wrongCodes(world: World, person: Person, count: number): readonly string[] {
  const shown = person.apps.flatMap(({ secret }) => {
    const parameters = standardTotp(secret);
    const step = timeStepAt(world.clock.now(), parameters);
    return Array.from({ length: 21 }, (_, n) => totpAt(step - 10 + n, parameters));
  });
  return otherCodes(count, shown);
}

export const wrongCode = (world: World, person: Person): string =>
  wrongCodes(world, person, 1)[0] ?? '';

/** How many outputs of this person the server compared and found wrong. */
export async function countEvaluated(world: World, person: Person): Promise<number> {
  const rows = await world.audit('mfa.code.evaluated');
  return rows.filter(({ actor, outcome }) => actor?.id === person.id && outcome === 'failure')
    .length;
}

/** How many records of this kind each person has; one reading, where a race has many people. */
export async function countEach(
  world: World,
  event: AuditEvent,
): Promise<(person: Person) => number> {
  const ids = (await world.audit(event)).map(({ actor }) => actor?.id);
  return ({ id }) => ids.filter((one) => one === id).length;
}

/** Notices that were queued for this person, whether they have left or not. */
export async function countNotices(
  world: World,
  { id }: Person,
  kind: 'mail' | 'text',
): Promise<number> {
  const { outbox_message: messages = [] } = await dumpOf(world.database);
  const ofPerson = messages.filter((row) => row['user_id'] === id && row['kind'] === kind);
  return ofPerson.filter((row) => row['challenge_id'] === null).length;
}

/** Waits for a mail to this person that says something of the kind. */
export async function mailWith({ sink }: World, { email }: Person, said: RegExp) {
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline) {
    const mail = sink.mails(email).find(({ text }) => said.test(text));
    if (mail !== undefined) return mail;
    await sleep(5);
  }
  throw new Error(`no mail to ${email} says ${said.source}`);
}

export function numberOf(person: Person, slot: PhoneSlot): string {
  const number = person.numbers[slot];
  if (number === undefined) throw new Error(`${person.login} has no ${slot} number`);
  return number;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app shows now (or `steps` of 30 s away) that was given this secret as text (RFC 4648 section 6). */
export function codeOf(world: World, base32: string, steps = 0): string {
  const bits = Array.from(base32, (c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  const parameters = standardTotp(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)));
  return totpAt(timeStepAt(world.clock.now(), parameters) + steps, parameters);
}
