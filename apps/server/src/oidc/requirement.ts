import { isAtLeast, type Strength, strongerOf, weakestOf } from '#domain/strength.ts';
import { isObject } from './artifacts.ts';

type Params = {
  readonly acr_values?: unknown;
  readonly claims?: unknown;
};

export type Required = {
  readonly strength: Strength;
  /** What was named; empty: nothing. */
  readonly named: readonly string[];
  /** All that was named, and has to be met, is foreign to us. */
  readonly isImpossible: boolean;
};

/** OpenID Connect Core sections 3.1.2.1 (`acr_values`) and 5.5.1.1 (the `acr` claim), and the application's own minimum. */
export function requiredBy(params: Params, minimum: Strength): Required {
  const { essential, values } = claimedAcr(params.claims);
  const wished = typeof params.acr_values === 'string' ? params.acr_values.split(' ') : [];
  const named = values.length > 0 ? values : wished;
  const asked = named.length === 0 ? minimum : weakestOf(named);
  // RFC 9470 section 4: a value that is asked for is to be met, or it is said that it cannot be.
  if (asked === 'unknown') {
    return { strength: minimum, named, isImpossible: essential || values.length > 0 };
  }
  return { strength: strongerOf(asked, minimum), named, isImpossible: false };
}

/** What `acr` says: one of the values that were named, where the session is as strong as that. */
export function acrToTell(given: Strength, { named }: Required): string {
  if (named.length === 0 || named.includes(given)) return given;
  const weakest = weakestOf(named);
  return weakest !== 'unknown' && isAtLeast(given, weakest) ? weakest : given;
}

function claimedAcr(claims: unknown): {
  readonly essential: boolean;
  readonly values: readonly string[];
} {
  const parsed = typeof claims === 'string' ? parse(claims) : claims;
  const token = isObject(parsed) ? parsed['id_token'] : undefined;
  const acr = isObject(token) ? token['acr'] : undefined;
  if (!isObject(acr)) return { essential: false, values: [] };
  const values = [acr['value'], ...(Array.isArray(acr['values']) ? acr['values'] : [])];
  return {
    essential: acr['essential'] === true,
    values: values.filter((value) => typeof value === 'string'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
