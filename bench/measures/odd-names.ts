import type { Figures } from '../lib/figures.ts';
import { median, round } from '../lib/numbers.ts';
import type { Server, Stage } from '../lib/stage.ts';

/**
 * Whether a name with the letters of another language (wildcards, a condition of SQL, an operator of
 * a document store, half a character) takes longer to refuse than a plain one that nobody has.
 */
export async function measureOddNames({ scale, load }: Stage, server: Server): Promise<Figures> {
  const { tries } = scale;
  const [first = 0] = server.take('ordinary', tries);
  const times = await load('refuseOdd', { port: server.port, connections: 1, tries, first });
  const ratios = times.map(({ plain, odd }) => median(odd) / median(plain));
  return { oddNameRatio: { value: round(Math.max(...ratios), 3), unit: '', atMost: 2 } };
}
