import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figures, isMissed, tableOf, worstOf } from './lib/figures.ts';
import { round } from './lib/numbers.ts';
import { FULL, QUICK, type Scale, WARM_UP } from './lib/scale.ts';
import { type Server, type Stage, startGenerator, startServer } from './lib/stage.ts';
import { openStore, type StoreName } from './lib/stores.ts';
import { measureCodeFlow } from './measures/code-flow.ts';
import { measureEnumeration } from './measures/enumeration.ts';
import { measureGrowth } from './measures/growth.ts';
import { measureOddNames } from './measures/odd-names.ts';
import { measurePage } from './measures/page.ts';
import { measureSecondStep } from './measures/second-step.ts';
import { measureSignIn } from './measures/sign-in.ts';
import { measureStart } from './measures/start.ts';
import { measureTold } from './measures/told.ts';

const HELP = `npm run bench -- [options]: the figures of docs/performance.md, on this machine.
  --store=sqlite|postgres  one store instead of both
  --only=NAME              sign-in, second-step, code-flow, enumeration, odd-names, growth, start, told or page; several with commas
  --users=N                accounts of the large installation (1000000)
  --quick                  fewer of everything: to try a change, not for figures
  --json                   the last line is all of it as one JSON object: what has a goal (of the stores the
                           worse one), then everything by store`;

/** On one server with some thousand accounts, one after the other. */
const ON_ONE_SERVER: Readonly<Record<string, (stage: Stage, server: Server) => Promise<Figures>>> =
  {
    // First what runs often: the others then find everything compiled.
    'second-step': measureSecondStep,
    'sign-in': measureSignIn,
    'code-flow': measureCodeFlow,
    enumeration: measureEnumeration,
    'odd-names': measureOddNames,
  };

/** These start what they need. */
const ALONE: Readonly<Record<string, (stage: Stage) => Promise<Figures>>> = {
  start: measureStart,
  growth: measureGrowth,
  told: measureTold,
};

type Options = {
  readonly stores: readonly StoreName[];
  readonly scale: Scale;
  readonly isWanted: (name: string) => boolean;
  readonly json: boolean;
};

function parseOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      only: { type: 'string' },
      users: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const scale = values.quick ? QUICK : FULL;
  const only = values.only?.split(',');
  return {
    stores: (['sqlite', 'postgres'] as const).filter((name) => (values.store ?? name) === name),
    scale: { ...scale, users: Number(values.users ?? scale.users) },
    isWanted: (name) => only === undefined || only.includes(name),
    json: values.json,
  };
}

async function main(): Promise<number> {
  const options = parseOptions();
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const machine = describeMachine();
  console.log(`${machine.cpu}, ${machine.cores} cores, load ${machine.load} before the run\n`);
  const results: Record<string, Figures> = {};
  if (options.isWanted('page')) results['page'] = measurePage();
  for (const name of options.stores) {
    const figures = await measureStore(name, options);
    if (figures !== undefined) results[name] = figures;
  }
  for (const [title, figures] of Object.entries(results))
    console.log(`${tableOf(title, figures)}\n`);
  const worst = worstOf(Object.values(results));
  if (options.json) console.log(JSON.stringify({ ...worst, machine, ...valuesOf(results) }));
  return Object.values(results).some((figures) => Object.values(figures).some(isMissed)) ? 1 : 0;
}

const describeMachine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
  /** Of the minute before: others who use the machine make every figure worse. */
  load: round(loadavg()[0] ?? 0),
  at: new Date().toISOString(),
});

const valuesOf = (results: Readonly<Record<string, Figures>>) =>
  Object.fromEntries(
    Object.entries(results).map(([title, figures]) => [
      title,
      Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value])),
    ]),
  );

async function measureStore(name: StoreName, options: Options): Promise<Figures | undefined> {
  const wanted = [...Object.keys(ON_ONE_SERVER), ...Object.keys(ALONE)].filter(options.isWanted);
  if (wanted.length === 0) return undefined;
  const store = await openStore(name);
  if ('kind' in store) {
    console.log(`${name}: ${store.why}`);
    return undefined;
  }
  const generator = await startGenerator();
  const stage: Stage = {
    store,
    scale: options.scale,
    load: generator.ask,
    log: (line) => console.log(line),
  };
  try {
    const onOne = Object.keys(ON_ONE_SERVER).some(options.isWanted);
    const figures: Figures[] = onOne ? [await measureOnOneServer(stage, options)] : [];
    for (const [measure, take] of Object.entries(ALONE)) {
      if (!options.isWanted(measure)) continue;
      stage.log(`${name}: ${measure}`);
      figures.push(await take(stage));
    }
    return Object.assign({}, ...figures);
  } finally {
    await generator.stop();
    await store.close();
  }
}

async function measureOnOneServer(stage: Stage, { isWanted }: Options): Promise<Figures> {
  const { store, scale, log } = stage;
  const server = await startServer(stage, await store.make());
  await loadAll(server, scale);
  let figures: Figures = {};
  for (const [measure, take] of Object.entries(ON_ONE_SERVER)) {
    if (!isWanted(measure)) continue;
    log(`${store.name}: ${measure}`);
    figures = { ...figures, ...(await take(stage, server)) };
  }
  const { rssMb, peakMb } = await server.ask('usage');
  await server.stop();
  return {
    ...figures,
    loadedMb: { value: round(rssMb, 0), unit: 'MiB' },
    peakMb: { value: round(peakMb, 0), unit: 'MiB' },
  };
}

async function loadAll(server: Server, { rounds, checks, signIns, tries }: Scale): Promise<void> {
  const counts = {
    quick: rounds * checks + 2 * WARM_UP + (rounds + 2) * signIns,
    ordinary: (rounds + 2) * signIns + tries,
    // They are known by the numbers of the ordinary ones that they are compared with.
    disabled: (rounds + 2) * signIns + tries,
    bare: (rounds + 2) * signIns + tries,
  } as const;
  for (const group of ['quick', 'ordinary', 'disabled', 'bare'] as const) {
    await server.ask('load', { group, count: counts[group], usable: counts[group] });
  }
  await server.ask('settle');
}

process.exitCode = await main();
