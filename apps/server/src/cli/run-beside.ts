import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { childEnvironment } from '#config/child-environment.ts';

/** A process beside an evaluation, killed with us. */
export type Beside = {
  readonly child: ChildProcess;
  /** Resolves when the process has gone, whoever ended it. */
  readonly gone: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Our end of its standard input closes when we die, however that happens: nothing is left behind. */
const GONE_WITH_US = 'data:text/javascript,process.stdin.resume().once("end",()=>process.exit(0))';

/** What it needs to know comes by its environment: arguments can be read by everybody on the machine. */
export function runBeside(script: string, settings: Readonly<Record<string, string>>): Beside {
  const child = spawn(process.execPath, ['--import', GONE_WITH_US, script], {
    stdio: ['pipe', 'ignore', 'inherit'],
    // A terminal's Ctrl+C is for us: what runs beside goes after the server has drained.
    detached: true,
    env: childEnvironment(settings),
  });
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  const gone = once(child, 'exit').then(() => undefined);
  return {
    child,
    gone,
    stop: async () => {
      process.removeListener('exit', kill);
      kill();
      await gone;
    },
  };
}
