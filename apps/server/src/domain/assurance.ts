import { type Amr, type AuthenticatorType, propertiesOf } from './authenticator.ts';

export type Assurance = {
  /** RFC 8176 values, sorted, each once. */
  readonly amr: readonly Amr[];
  readonly acr: 'one-step' | 'two-step';
};

/** What stands in front of the second step, or in place of it. */
export type FirstFactor =
  | 'password'
  /** A passkey that verified its user: something they have, opened by something they know or are. */
  | 'verified-passkey';

/** Computed from what was verified, never from what was asked. */
export function decideAssurance(verified: {
  readonly firstFactor: FirstFactor;
  readonly secondStep: AuthenticatorType | undefined;
}): Assurance {
  const { firstFactor, secondStep } = verified;
  const first: readonly Amr[] = firstFactor === 'password' ? ['pwd'] : propertiesOf('passkey').amr;
  const second = secondStep === undefined ? [] : propertiesOf(secondStep).amr;
  const twoStep = firstFactor === 'verified-passkey' || second.length > 0;
  const amr = new Set<Amr>([...first, ...second, ...(twoStep ? (['mfa'] as const) : [])]);
  return { amr: [...amr].toSorted(), acr: twoStep ? 'two-step' : 'one-step' };
}
