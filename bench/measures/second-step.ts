import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../lib/figures.ts';
import { median, round, spreadOf } from '../lib/numbers.ts';
import { MANY, WARM_UP } from '../lib/scale.ts';
import type { Server, Stage } from '../lib/stage.ts';

/** The audit rows of what went before are sealed by then. */
const SEALED_MS = 1_600;

/**
 * Second steps alone, of many people at once: right codes, with limits, audit and sealing as always.
 * Beside them stands what the store can flush at best, in the same minute on the same disk.
 */
export async function measureSecondStep(stage: Stage, server: Server): Promise<Figures> {
  const { scale } = stage;
  await checkRound(stage, server, WARM_UP);
  const rates: number[] = [];
  const commits: number[] = [];
  const shares: number[] = [];
  const cpu: number[] = [];
  const latencies: number[] = [];
  const sessions: number[] = [];
  for (let n = 0; n < scale.rounds; n += 1) {
    const best = await server.ask('commitRate', { forMs: scale.commitMs, concurrency: MANY });
    const done = await checkRound(stage, server, scale.checks);
    rates.push(done.perSecond);
    commits.push(best);
    shares.push(done.perSecond / best);
    cpu.push(done.cpuMs);
    latencies.push(...done.latencies);
    sessions.push(done.sessionsPerSecond);
  }
  const { p50, p95, p99 } = spreadOf(latencies);
  return {
    secondStepPerSecond: { value: round(median(rates), 0), unit: '/s', atLeast: 1700 },
    secondStepShareOfCommits: { value: round(median(shares), 3), unit: '', atLeast: 0.8 },
    commitsPerSecond: { value: round(median(commits), 0), unit: '/s' },
    secondStepCpuMs: { value: round(median(cpu), 3), unit: 'ms' },
    secondStepP50Ms: { value: p50, unit: 'ms' },
    secondStepP95Ms: { value: p95, unit: 'ms' },
    secondStepP99Ms: { value: p99, unit: 'ms' },
    sessionsPerSecond: { value: round(median(sessions), 0), unit: '/s' },
  };
}

async function checkRound({ load }: Stage, server: Server, count: number) {
  const at = { port: server.port, connections: MANY };
  await load('begin', { ...at, group: 'quick', numbers: server.take('quick', count) });
  await sleep(SEALED_MS);
  const before = await server.ask('usage');
  const { seconds, latencies } = await load('verify', at);
  const after = await server.ask('usage');
  const sessions = await load('session', at);
  return {
    perSecond: count / seconds,
    latencies,
    cpuMs: (after.cpuMs - before.cpuMs) / count,
    sessionsPerSecond: count / sessions.seconds,
  };
}
