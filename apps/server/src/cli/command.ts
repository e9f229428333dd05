import type { Io } from './io.ts';

/** What a command ends with: done, refused, or asked wrongly (arguments or configuration). */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export type Option = {
  readonly help: string;
  /** What stands for the value in the help; absent: a switch without one. */
  readonly value?: string;
  readonly required?: boolean;
};

export type Call = {
  /** In the order of `Command.arguments`; all of them are there. */
  readonly args: readonly string[];
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
  readonly io: Io;
};

export type Command = {
  /** `user add`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  readonly run: (call: Call) => Promise<Exit>;
};

/** Every command reads the configuration the same way. */
export const CONFIG_OPTION = {
  config: { value: 'FILE', help: 'configuration file (else PROOFUP_CONFIG, else evaluation mode)' },
} as const satisfies Readonly<Record<string, Option>>;
