import { PROCESS_IO } from './cli/io.ts';
import { runCli } from './cli/run-cli.ts';

/** The command line; bin/proofup.mjs hands it the arguments and takes the exit code. */
export const main = (args: readonly string[]): Promise<number> => runCli(args, PROCESS_IO);

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
