import type { Assurance } from './assurance.ts';
import { AUTHENTICATOR_TYPES, type AuthenticatorType, propertiesOf } from './authenticator.ts';

/** What an application may ask a sign-in to be at least, weakest first; the values of `acr`. */
export const STRENGTHS = ['one-step', 'two-step', 'phishing-resistant'] as const;
export type Strength = (typeof STRENGTHS)[number];

export const isStrength = (text: string): text is Strength =>
  STRENGTHS.some((strength) => strength === text);

export const isAtLeast = (given: Strength, asked: Strength): boolean =>
  STRENGTHS.indexOf(given) >= STRENGTHS.indexOf(asked);

export const strongerOf = (one: Strength, other: Strength): Strength =>
  isAtLeast(one, other) ? one : other;

/** RFC 8176: a signature with a key that never leaves its site cannot be given to another one. */
const isPhishingResistant = (amr: Assurance['amr']): boolean => amr.includes('pop');

export const strengthOf = ({ amr, acr }: Assurance): Strength =>
  isPhishingResistant(amr) ? 'phishing-resistant' : acr;

/** The types whose proof makes a session as strong as that; undefined: any of them does. */
export const typesFor = (strength: Strength): readonly AuthenticatorType[] | undefined =>
  strength === 'phishing-resistant'
    ? AUTHENTICATOR_TYPES.filter((type) => isPhishingResistant(propertiesOf(type).amr))
    : undefined;

/**
 * What a request may name: any of the values will do (OpenID Connect Core section 5.5.1.1), so the
 * weakest that we know is what is needed. `unknown`: all that was named is foreign to us.
 */
export function weakestOf(values: readonly string[]): Strength | 'unknown' {
  const known = STRENGTHS.find((strength) => values.includes(strength));
  return known ?? 'unknown';
}
