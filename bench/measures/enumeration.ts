import type { Figures } from '../lib/figures.ts';
import { median, round, sameDistribution } from '../lib/numbers.ts';
import type { Server, Stage } from '../lib/stage.ts';

/**
 * Whether the time of a refusal tells who has an account: a name that nobody has, a wrong password,
 * a disabled account and one without a method, in turn and one at a time.
 */
export async function measureEnumeration({ scale, load }: Stage, server: Server): Promise<Figures> {
  const { tries } = scale;
  const [first = 0] = server.take('ordinary', tries);
  const times = await load('refuse', { port: server.port, connections: 1, tries, first });
  const { wrong, ...others } = times;
  const reference = median(wrong);
  const differences = Object.values(others).map((values) => Math.abs(median(values) - reference));
  const allowed = Math.max(5, reference * 0.05);
  const probabilities = Object.values(others).map((values) => sameDistribution(values, wrong));
  return {
    ...Object.fromEntries(
      Object.entries(times).map(([kind, values]) => [
        `refused.${kind}`,
        { value: round(median(values)), unit: 'ms' },
      ]),
    ),
    refusedDifferenceMs: {
      value: round(Math.max(...differences), 3),
      unit: 'ms',
      atMost: round(allowed, 1),
    },
    refusedSameP: { value: round(Math.min(...probabilities), 3), unit: '', atLeast: 0.01 },
  };
}
