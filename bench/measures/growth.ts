import type { Figures } from '../lib/figures.ts';
import { median, round } from '../lib/numbers.ts';
import type { Server, Stage } from '../lib/stage.ts';
import { startServer } from '../lib/stage.ts';

const SMALL = 1_000;
const WARM = 150;

/**
 * Two installations side by side, one a thousand times as large, and the same people's visits to
 * both in turn. The password hash is a cheap one here: it would hide everything else.
 */
export async function measureGrowth(stage: Stage): Promise<Figures> {
  const { scale, log } = stage;
  const sizes = { small: SMALL, large: scale.users };
  const small = await open(stage, sizes.small);
  const start = performance.now();
  const large = await open(stage, sizes.large);
  log(`  ${sizes.large} accounts in ${round((performance.now() - start) / 1000, 1)} s`);
  const ratios = { signIn: [] as number[], secondStep: [] as number[] };
  const times = { small: [] as number[], large: [] as number[] };
  try {
    for (const one of [small, large]) await visit(stage, one, WARM);
    for (let n = 0; n < scale.rounds; n += 1) {
      const before = await visit(stage, small, scale.visits);
      const after = await visit(stage, large, scale.visits);
      ratios.signIn.push(after.signIn / before.signIn);
      ratios.secondStep.push(after.secondStep / before.secondStep);
      times.small.push(before.signIn);
      times.large.push(after.signIn);
    }
  } finally {
    await small.server.stop();
    await large.server.stop();
  }
  return {
    growthRatio: { value: round(median(ratios.signIn)), unit: '', atMost: 1.2 },
    growthRatioSecondStep: { value: round(median(ratios.secondStep)), unit: '', atMost: 1.2 },
    growthSmallMs: { value: round(median(times.small)), unit: 'ms' },
    growthLargeMs: { value: round(median(times.large)), unit: 'ms' },
    growthUsers: { value: scale.users, unit: '' },
  };
}

type Installation = { readonly server: Server; readonly stride: number };

async function open(stage: Stage, count: number): Promise<Installation> {
  const server = await startServer(stage, await stage.store.make());
  await server.ask('load', { group: 'quick', count, usable: SMALL });
  await server.ask('settle');
  return { server, stride: Math.floor(count / SMALL) };
}

/** Medians; one browser, so that nothing waits for anything else. */
async function visit({ load }: Stage, { server, stride }: Installation, count: number) {
  const numbers = server.take('quick', count).map((index) => (index % SMALL) * stride);
  const at = { port: server.port, connections: 1 };
  const { begin, verify, session } = await load('signIn', { ...at, group: 'quick', numbers });
  const whole = begin.map((ms, index) => ms + (verify[index] ?? 0) + (session[index] ?? 0));
  return { signIn: median(whole), secondStep: median(verify) };
}
