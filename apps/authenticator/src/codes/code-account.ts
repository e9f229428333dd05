import type { CodeParameters } from '#codes/code-parameters.ts';
import type { Kept } from '#codes/vault.ts';

/** An account of any site whose codes this phone shows. */
export type NewCodeAccount = CodeParameters & {
  readonly issuer: string;
  readonly account: string;
  /** Base64. */
  readonly secret: string;
};

export type CodeAccount = Kept<NewCodeAccount>;
