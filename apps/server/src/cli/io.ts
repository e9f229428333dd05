import type { Environment } from '#config/load-config.ts';

/** Where the command line reads and writes; tests give their own. */
export type Io = {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** All of standard input, as text. */
  readonly readInput: () => Promise<string>;
  /** Absent: the process's own, which config/ alone reads. */
  readonly environment?: Environment;
};

/** Whoever read the output has gone (`proofup … | head`): there is nobody to tell anything. */
const EPIPE_EXIT = 141;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EPIPE_EXIT);
});

export const PROCESS_IO: Io = {
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  error: (line) => {
    process.stderr.write(`${line}\n`);
  },
  readInput: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  },
};
