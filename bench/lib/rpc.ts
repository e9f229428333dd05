import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';

/** What a child process of the bench can be asked; input and answer travel as JSON. */
export type Commands = Readonly<Record<string, (...input: never) => Promise<unknown>>>;

type Ask<C extends Commands> = <Name extends keyof C & string>(
  name: Name,
  ...input: Parameters<C[Name]>
) => Promise<Awaited<ReturnType<C[Name]>>>;

export type Remote<C extends Commands> = {
  readonly ask: Ask<C>;
  /** Lets it go, and waits until it has ended. */
  readonly stop: () => Promise<void>;
};

type Question = { readonly id: number; readonly name: string; readonly input: never };
type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string };

const tell = (message: Reply): void => void process.send?.(message);

/** The child's side: answers until the parent lets go, or is gone. */
export function answer(commands: Commands, end: () => Promise<void>): void {
  process.once('disconnect', () => void end());
  process.on('message', ({ id, name, input }: Question) => {
    const command = commands[name];
    if (command === undefined) return tell({ id, error: `no command: ${name}` });
    command(...input).then(
      (value) => tell({ id, value }),
      (error: unknown) => tell({ id, error: error instanceof Error ? (error.stack ?? '') : '' }),
    );
    return undefined;
  });
}

/** Starts a file as a child of its own; resolved once it says that it can be asked. */
export async function start<C extends Commands>(
  file: string,
  args: readonly string[],
  options: ForkOptions = {},
): Promise<Remote<C>> {
  const child = fork(file, args, options);
  const waiting = new Map<number, (reply: Reply) => void>();
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  child.on('message', (reply: Reply | 'ready') => {
    if (reply === 'ready') ready.resolve();
    else waiting.get(reply.id)?.(reply);
  });
  child.once('exit', (status) => {
    const gone = { id: 0, error: `${file} ended with ${status}` };
    ready.reject(new Error(gone.error));
    for (const settle of waiting.values()) settle(gone);
    ended.resolve();
  });
  await ready.promise;
  return {
    ask: asker<C>(child, waiting),
    stop: () => {
      child.disconnect();
      return ended.promise;
    },
  };
}

function asker<C extends Commands>(
  child: ChildProcess,
  waiting: Map<number, (reply: Reply) => void>,
): Ask<C> {
  let last = 0;
  const ask = async (name: string, ...input: unknown[]): Promise<unknown> => {
    last += 1;
    const id = last;
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve);
      child.send({ id, name, input });
    });
    waiting.delete(id);
    if (reply.error !== undefined) throw new Error(`${name}: ${reply.error}`);
    return reply.value;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the child answers what its commands return
  return ask as Ask<C>;
}

export const sayReady = (): void => void process.send?.('ready');
