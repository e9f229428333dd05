import {
  type Credential,
  makeSoftwareAuthenticator,
} from '../../../../../../test/harness/software-authenticator.ts';
import { OPEN_PASSKEY_POLICY } from '#domain/passkey-policy.ts';
import { verifyAssertion } from '../verify-assertion.ts';
import { verifyRegistration } from '../verify-registration.ts';

/** What a run of mutated answers came to; printed as JSON. */
export type HostileRun = {
  /** Assertions that were changed in what is signed (a signature itself has several spellings in DER), and accepted. */
  readonly accepted: number;
  readonly refused: number;
  /** Of the processor's time: on a busy machine the clock measures the others. */
  readonly slowestMs: number;
  /** Resident memory after the run, less that in the middle of it. */
  readonly grownBytes: number;
};

const ceremony = {
  challenge: Buffer.alloc(32, 7).toString('base64url'),
  origins: ['https://id.example.org'],
  rpId: 'id.example.org',
  userVerification: 'preferred',
} as const;

type Random = (below: number) => number;

/** xorshift32: the same mutations in every run. */
function makeRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const spliced = (bytes: Buffer, at: number, inserted: readonly number[]): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(at)]);

const MUTATIONS: readonly Mutation[] = [
  // Cut short.
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  // One bit.
  (bytes, random) => {
    const at = random(bytes.length);
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    return copy;
  },
  // A length of 2^32 - 1, of bytes, text, array or map.
  (bytes, random) =>
    spliced(bytes, random(bytes.length), [((2 + random(4)) << 5) | 26, 255, 255, 255, 255]),
  // An indefinite length.
  (bytes, random) => spliced(bytes, random(bytes.length), [((2 + random(4)) << 5) | 31]),
  // Maps in maps in maps.
  (bytes, random) =>
    spliced(
      bytes,
      random(bytes.length),
      Array.from({ length: 2 * random(200) }, (_, n) => (n % 2 === 0 ? 0xa1 : 0)),
    ),
  // A mark of the byte order.
  (bytes) => spliced(bytes, 0, [0xef, 0xbb, 0xbf]),
  // A part of it twice: keys among it.
  (bytes, random) => {
    const from = random(bytes.length);
    const part = bytes.subarray(from, from + random(40));
    return Buffer.concat([bytes.subarray(0, from), part, bytes.subarray(from)]);
  },
  // Something in its place.
  (bytes, random) => Buffer.from(bytes.map((byte) => (random(20) === 0 ? random(256) : byte))),
];

/** Both ceremonies in turn. A genuine one of each comes first, so that nothing is loaded later. */
async function runHostile(rounds: number): Promise<HostileRun> {
  const { registration, assertion, check } = await arrange();
  const random = makeRandom(20_261_124);
  const counts = { accepted: 0, refused: 0, slowestMs: 0 };
  let before = 0;
  for (let n = 0; n < rounds; n += 1) {
    if (n === Math.floor(rounds / 2)) before = process.memoryUsage.rss();
    const isNew = n % 2 === 0;
    const parts = isNew ? REGISTRATION_PARTS : ASSERTION_PARTS;
    const part = parts[random(parts.length)] ?? 'clientDataJSON';
    const { output, isSame } = mutate(isNew ? registration : assertion, part, random);
    const began = process.cpuUsage();
    const { kind } = await check(output, isNew);
    const { user, system } = process.cpuUsage(began);
    counts.slowestMs = Math.max(counts.slowestMs, (user + system) / 1000);
    if (kind === 'refused') counts.refused += 1;
    else if (!isSame && !isNew && part !== 'signature') counts.accepted += 1;
  }
  return { ...counts, grownBytes: process.memoryUsage.rss() - before };
}

async function arrange() {
  const authenticator = makeSoftwareAuthenticator({ origin: 'https://id.example.org' });
  const registration = authenticator.register({ ...ceremony, user: { id: 'AAAA' } });
  const assertion = authenticator.assert(ceremony);
  const genuine = await verifyRegistration(registration, ceremony, OPEN_PASSKEY_POLICY);
  if (genuine.kind !== 'genuine') throw new Error(genuine.reason);
  const asserting = { ceremony, policy: OPEN_PASSKEY_POLICY, passkey: genuine.credential };
  const check = (output: unknown, isNew: boolean) =>
    isNew
      ? verifyRegistration(output, ceremony, OPEN_PASSKEY_POLICY)
      : verifyAssertion(output, asserting);
  const first = await check(assertion, false);
  if (first.kind !== 'genuine') throw new Error(first.reason);
  return { registration, assertion, check };
}

const REGISTRATION_PARTS = ['attestationObject', 'clientDataJSON'];
const ASSERTION_PARTS = ['authenticatorData', 'clientDataJSON', 'signature'];
function mutate(credential: Credential, part: string, random: Random) {
  const bytes = Buffer.from(String(credential.response[part]), 'base64url');
  const mutated = MUTATIONS[random(MUTATIONS.length)]?.(bytes, random) ?? bytes;
  const response = { ...credential.response, [part]: mutated.toString('base64url') };
  return { output: { ...credential, response }, isSame: mutated.equals(bytes) };
}

const [, , rounds] = process.argv;
process.stdout.write(JSON.stringify(await runHostile(Number(rounds))));
