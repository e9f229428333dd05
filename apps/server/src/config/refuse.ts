import type { ConfigProblem } from './config.ts';

/** Carries the first problem out of the decision; loadConfig turns it into a value again. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
  readonly problem: ConfigProblem;
  constructor(problem: ConfigProblem) {
    super(`${problem.setting} ${problem.message}`);
    this.problem = problem;
  }
}

export function refuse(setting: string, message: string): never {
  throw new ConfigRefused({ setting, message });
}

export const required = <Value>(value: Value | undefined, setting: string, why: string): Value =>
  value ?? refuse(setting, `is missing: ${why}`);
