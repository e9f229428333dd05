import { makeAdministration } from './administration.ts';
import { type Call, type Command, CONFIG_OPTION, type Exit } from './command.ts';
import { type Installation, type Loaded, operatorName, withConfig } from './installation.ts';
import { runServer } from './run-server.ts';
import { serveEvaluation } from './serve-evaluation.ts';

const PRINTED = 'bootstrap-link-printed';

async function serveProduction({ io }: Call, { config }: Loaded): Promise<Exit> {
  return runServer(config, {
    io,
    onReady: async (installation) => {
      io.out(`Proofup serves ${config.publicUrl}`);
      for (const line of await firstLink(installation)) io.out(line);
    },
  });
}

/** At the first start only: afterwards the command is there for it, and logs are kept. */
async function firstLink(installation: Installation): Promise<readonly string[]> {
  const { transact, stores } = installation.database;
  if ((await stores.users.countAdministrators()) > 0) return [];
  if ((await stores.meta.get(PRINTED)) !== undefined) {
    return [
      'There is no administrator yet: proofup bootstrap-link makes the link for the first one.',
    ];
  }
  const order = { operator: operatorName(), reason: 'first start' };
  const outcome = await makeAdministration(installation).createBootstrapLink(order);
  if (outcome.kind === 'has-administrator') return [];
  await transact('fact', ({ meta }) => meta.set(PRINTED, new Date().toISOString()));
  return [
    'Make the first administrator here (one use, 24 hours, shown this once):',
    `  ${outcome.link}`,
  ];
}

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the server; without a configuration, an evaluation on this machine',
  arguments: [],
  options: {
    'simulator-port': { value: 'PORT', help: 'evaluation: port of the page of phones (8081)' },
    'smtp-port': { value: 'PORT', help: 'evaluation: port of the simulated mail server (8025)' },
    ...CONFIG_OPTION,
  },
  examples: ['proofup serve', 'proofup serve --config /etc/proofup/config.json'],
  run: (call) =>
    withConfig(call, (loaded) =>
      loaded.config.mode === 'evaluation'
        ? serveEvaluation(call, loaded)
        : serveProduction(call, loaded),
    ),
};
