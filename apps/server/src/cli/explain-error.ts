import { KeyRingRefused } from '#crypto/key-ring-file.ts';
import { EXIT, type Exit } from './command.ts';

export type Explained = { readonly line: string; readonly exit: Exit };

/** Ours, each with a message that was written for an operator. */
const EXPECTED = new Set(['SchemaTooNew', 'CannotRestore', 'PlacesRefused', 'Refusal']);

/** Of the operating system and of the databases: their messages name what they could not reach. */
const isSystemError = (error: Error): error is Error & { readonly code: string } =>
  'code' in error && typeof error.code === 'string';

/** Ends a command with one plain line. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

const oneLine = (message: string): string => message.replaceAll(/\s*[\r\n]+\s*/g, ' ');

/** One line for what operators can meet; undefined: a bug, whose trace is wanted. */
export function explainError(error: unknown): Explained | undefined {
  if (error instanceof KeyRingRefused) {
    return { line: `keyRingFile: ${error.message}`, exit: EXIT.usage };
  }
  if (!(error instanceof Error)) return undefined;
  if (EXPECTED.has(error.name)) return { line: oneLine(error.message), exit: EXIT.refused };
  if (error instanceof AggregateError && error.errors.length > 0) {
    return explainError(error.errors[0]);
  }
  if (isSystemError(error)) {
    return { line: `${oneLine(error.message)} (${error.code})`, exit: EXIT.refused };
  }
  return undefined;
}
