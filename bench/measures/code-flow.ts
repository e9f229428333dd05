import type { Figures } from '../lib/figures.ts';
import { median, round, spreadOf } from '../lib/numbers.ts';
import { FEW, WARM_UP } from '../lib/scale.ts';
import type { Server, Stage } from '../lib/stage.ts';

/**
 * A complete code flow of OpenID Connect (request, code, tokens) of people who are signed in: what an
 * application costs beyond the sign-in itself.
 */
export async function measureCodeFlow(stage: Stage, server: Server): Promise<Figures> {
  const { scale, load } = stage;
  const application = await server.ask('registerApplication');
  const at = { port: server.port, connections: FEW };
  const flows = async () => {
    const numbers = server.take('quick', scale.signIns);
    await load('begin', { ...at, group: 'quick', numbers });
    await load('verify', at);
    const before = await server.ask('usage');
    const { latencies } = await load('codeFlow', { ...at, application });
    const after = await server.ask('usage');
    const of = (what: 'cpuMs' | 'statements' | 'commits' | 'factCommits') =>
      (after[what] - before[what]) / scale.signIns;
    return {
      latencies,
      cpuMs: of('cpuMs'),
      statements: of('statements'),
      commits: of('commits'),
      flushes: of('factCommits'),
    };
  };
  // The library and the first key are made with the first request; then what is hot is compiled.
  for (let n = 0; n < WARM_UP; n += scale.signIns) await flows();
  const { statements, commits, flushes } = await flows();
  const cpu: number[] = [];
  const latencies: number[] = [];
  for (let n = 0; n < scale.rounds; n += 1) {
    const done = await flows();
    cpu.push(done.cpuMs);
    latencies.push(...done.latencies);
  }
  const { p50, p95 } = spreadOf(latencies);
  return {
    codeFlowCpuMs: { value: round(median(cpu)), unit: 'ms', atMost: 3 },
    statementsPerCodeFlow: { value: round(statements, 1), unit: '' },
    commitsPerCodeFlow: { value: round(commits, 1), unit: '' },
    flushesPerCodeFlow: { value: round(flushes, 1), unit: '' },
    codeFlowP50Ms: { value: p50, unit: 'ms' },
    codeFlowP95Ms: { value: p95, unit: 'ms' },
  };
}
