import { type Amr, type AuthenticatorType, propertiesOf } from './authenticator.ts';

export type Assurance = {
  /** RFC 8176 values, sorted, each once. */
  readonly amr: readonly Amr[];
  readonly acr: 'one-step' | 'two-step';
};

/** Computed from what was verified, never from what was asked. */
export function decideAssurance(verified: {
  readonly password: boolean;
  readonly secondStep: AuthenticatorType | undefined;
}): Assurance {
  const first: readonly Amr[] = verified.password ? ['pwd'] : [];
  const second = verified.secondStep === undefined ? [] : propertiesOf(verified.secondStep).amr;
  const twoStep = first.length > 0 && second.length > 0;
  const amr = new Set<Amr>([...first, ...second, ...(twoStep ? (['mfa'] as const) : [])]);
  return { amr: [...amr].toSorted(), acr: twoStep ? 'two-step' : 'one-step' };
}
