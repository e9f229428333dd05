import type { Figures } from '../lib/figures.ts';
import { median, round, spreadOf } from '../lib/numbers.ts';
import { FEW } from '../lib/scale.ts';
import type { Server, Stage } from '../lib/stage.ts';

/** Sign-ins one after the other, to count what each one asks of the store. */
const COUNTED = 20;

/**
 * A complete sign-in (password, code, one use of the session) and how much of its CPU is the hash,
 * which nobody can do without. The bare hash is measured in the same process, round by round.
 */
export async function measureSignIn(stage: Stage, server: Server): Promise<Figures> {
  const { scale, load } = stage;
  const at = { port: server.port, connections: FEW };
  const signIn = (count: number, connections = FEW) =>
    load('signIn', {
      ...at,
      connections,
      group: 'ordinary',
      numbers: server.take('ordinary', count),
    });
  await signIn(scale.signIns);

  const shares: number[] = [];
  const cpu: number[] = [];
  const besides: number[] = [];
  const rates: number[] = [];
  const times = { begin: [] as number[], verify: [] as number[], session: [] as number[] };
  for (let n = 0; n < scale.rounds; n += 1) {
    const hashMs = await server.ask('hashCpuMs', { calls: scale.hashes });
    const before = await server.ask('usage');
    const done = await signIn(scale.signIns);
    const after = await server.ask('usage');
    const cpuMs = (after.cpuMs - before.cpuMs) / scale.signIns;
    shares.push(hashMs / cpuMs);
    cpu.push(cpuMs);
    besides.push(cpuMs - hashMs);
    rates.push(scale.signIns / done.seconds);
    for (const step of ['begin', 'verify', 'session'] as const) times[step].push(...done[step]);
  }
  const counted = await countIn(server, () => signIn(COUNTED, 1));
  return {
    signInShareOfHash: { value: round(median(shares), 3), unit: '', atLeast: 0.9 },
    signInCpuMs: { value: round(median(cpu)), unit: 'ms' },
    signInBesidesHashMs: { value: round(median(besides)), unit: 'ms' },
    signInsPerSecond: { value: round(median(rates), 1), unit: '/s' },
    ...latencies(times),
    statementsPerSignIn: { value: round(counted.statements / COUNTED, 1), unit: '' },
    commitsPerSignIn: { value: round(counted.commits / COUNTED, 1), unit: '' },
    flushesPerSignIn: { value: round(counted.factCommits / COUNTED, 1), unit: '' },
  };
}

async function countIn(server: Server, work: () => Promise<unknown>) {
  const before = await server.ask('usage');
  await work();
  const after = await server.ask('usage');
  return {
    statements: after.statements - before.statements,
    commits: after.commits - before.commits,
    factCommits: after.factCommits - before.factCommits,
  };
}

const latencies = (times: Readonly<Record<string, readonly number[]>>): Figures =>
  Object.fromEntries(
    Object.entries(times).flatMap(([step, values]) =>
      Object.entries(spreadOf(values)).map(([name, value]) => [
        `${step}${name.toUpperCase()}Ms`,
        { value, unit: 'ms' },
      ]),
    ),
  );
