import type { Account, Group } from './lib/accounts.ts';
import { loginOf } from './lib/accounts.ts';
import { answer, sayReady } from './lib/rpc.ts';
import { type BenchApplication, codeFlow } from './generator/code-flow.ts';
import { Connection } from './generator/connection.ts';
import { type Begun, type Browser, makeBrowser, type SignedIn } from './generator/person.ts';

/** The load, in a process of its own, so that its time is not counted as the server's. */

type At = { readonly port: number; readonly connections: number };
type Accounts = { readonly group: Group; readonly numbers: readonly number[] };

export type Times = {
  readonly seconds: number;
  /** Milliseconds of each. */
  readonly latencies: readonly number[];
};

/** Hands the items out to so many browsers; each takes the next one when its last is done. */
async function run<Item, Result>(
  { port, connections }: At,
  items: readonly Item[],
  work: (browser: Browser, item: Item, connection: Connection) => Promise<Result>,
): Promise<Times & { readonly results: readonly Result[] }> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const latencies: number[] = [];
  const results: Result[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    open.map(async (connection) => {
      const browser = makeBrowser(connection, port);
      for (let item = items[next++]; item !== undefined; item = items[next++]) {
        const before = performance.now();
        results.push(await work(browser, item, connection));
        latencies.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const connection of open) connection.close();
  return { seconds, latencies, results };
}

const timesOf = ({ seconds, latencies }: Times): Times => ({ seconds, latencies });
const accountsOf = ({ group, numbers }: Accounts): readonly Account[] =>
  numbers.map((number) => ({ group, number }));

/** What was begun waits here for its second step. */
let begun: readonly Begun[] = [];
let signedIn: readonly SignedIn[] = [];

export type SignInTimes = {
  readonly seconds: number;
  readonly begin: readonly number[];
  readonly verify: readonly number[];
  readonly session: readonly number[];
};

async function signIn(at: At & Accounts): Promise<SignInTimes> {
  const steps = { begin: [] as number[], verify: [] as number[], session: [] as number[] };
  const timed = async <Result>(step: keyof typeof steps, work: () => Promise<Result>) => {
    const before = performance.now();
    const result = await work();
    steps[step].push(performance.now() - before);
    return result;
  };
  const { seconds } = await run(at, accountsOf(at), async (browser, account) => {
    const one = await timed('begin', () => browser.begin(account));
    const done = await timed('verify', () => browser.verify(one));
    await timed('session', () => browser.session(done));
  });
  return { seconds, ...steps };
}

export type Refused = 'unknown' | 'wrong' | 'disabled' | 'bare';

/** Kind after kind, so that whatever else the machine does falls on all of them alike. */
async function refuse(
  at: At & { readonly tries: number; readonly first: number },
): Promise<Readonly<Record<Refused, readonly number[]>>> {
  const groups = {
    unknown: 'quick',
    wrong: 'ordinary',
    disabled: 'disabled',
    bare: 'bare',
  } as const;
  const times: Record<Refused, number[]> = { unknown: [], wrong: [], disabled: [], bare: [] };
  const kinds = ['unknown', 'wrong', 'disabled', 'bare'] as const;
  const items = Array.from({ length: at.tries }, (_, index) => {
    // Each is first as often as the others.
    const turn = index % kinds.length;
    const number = at.first + index;
    return [...kinds.slice(turn), ...kinds.slice(0, turn)].map((kind) => ({ kind, number }));
  }).flat();
  await run(at, items, async (browser, { kind, number }) => {
    const account = { group: groups[kind], number };
    const login = kind === 'unknown' ? `nobody${number}` : loginOf(account);
    const before = performance.now();
    await browser.fail(login, account);
    times[kind].push(performance.now() - before);
  });
  return times;
}

const ODD = ['%', '_', "' OR 1=1--", '{"$gt":""}', 'null\u0000', 'half\ud800', 'x'.repeat(200)];

export type OddTimes = { readonly plain: readonly number[]; readonly odd: readonly number[] };

/** Of each odd name the tries, and the plain ones between which they were made. */
async function refuseOdd(
  at: At & { readonly tries: number; readonly first: number },
): Promise<readonly OddTimes[]> {
  const times = ODD.map(() => ({ plain: [] as number[], odd: [] as number[] }));
  const items = Array.from({ length: at.tries }, (_, n) => n).flatMap((n) => {
    const pair = [{ n, kind: 'plain' } as const, { n, kind: 'odd' } as const];
    return n % (2 * ODD.length) < ODD.length ? pair : pair.toReversed();
  });
  await run(at, items, async (browser, { n, kind }) => {
    const number = at.first + n;
    const which = n % ODD.length;
    const name = kind === 'odd' ? (ODD[which] ?? '') : 'nobody';
    const before = performance.now();
    await browser.refuse(`${number}${name}`, { group: 'ordinary', number });
    times[which]?.[kind].push(performance.now() - before);
  });
  return times;
}

const commands = {
  begin: async (at: At & Accounts) => {
    const { results, ...times } = await run(at, accountsOf(at), (one, item) => one.begin(item));
    begun = results;
    return timesOf(times);
  },
  verify: async (at: At) => {
    const { results, ...times } = await run(at, begun, (browser, one) => browser.verify(one));
    signedIn = results;
    return timesOf(times);
  },
  session: async (at: At) =>
    timesOf(await run(at, signedIn, (browser, one) => browser.session(one))),
  codeFlow: async ({ application, ...at }: At & { readonly application: BenchApplication }) => {
    const { port } = at;
    const flow = (_: Browser, one: SignedIn, connection: Connection) =>
      codeFlow(connection, { port, application }, one);
    return timesOf(await run(at, signedIn, flow));
  },
  signIn,
  refuse,
  refuseOdd,
};
export type GeneratorCommands = typeof commands;

// Its connections are closed by then: nothing holds it.
answer(commands, async () => undefined);
sayReady();
