import { EXIT } from './command.ts';
import { COMMANDS } from './commands.ts';
import { explainError } from './explain-error.ts';
import { commandHelp, listHelp } from './help.ts';
import type { Io } from './io.ts';
import { parseCall } from './parse-call.ts';

/** From arguments to an exit code; whatever is expected to go wrong is one line on standard error. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseCall(COMMANDS, args);
  switch (parsed.kind) {
    case 'help': {
      const lines = parsed.command ? commandHelp(parsed.command) : listHelp(COMMANDS);
      for (const line of lines) io.out(line);
      return EXIT.done;
    }
    case 'wrong': {
      const more = parsed.command ? ` (proofup help ${parsed.command.name})` : '';
      io.error(`proofup: ${parsed.problem}${more}`);
      return EXIT.usage;
    }
    case 'call':
      try {
        return await parsed.command.run({ ...parsed.call, io });
      } catch (error) {
        const explained = explainError(error);
        if (explained === undefined) throw error;
        io.error(`proofup: ${explained.line}`);
        return explained.exit;
      }
  }
}
