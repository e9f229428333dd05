import { AUTHENTICATOR_TYPES, type AuthenticatorType } from '#domain/authenticator.ts';

type Factor = 'knowledge' | 'possession' | 'inherence';

/** Microsoft's table of method types: what each `amr` value counts as. */
export const AMR_FACTORS = {
  face: 'inherence',
  fido: 'possession',
  fpt: 'inherence',
  hwk: 'possession',
  iris: 'inherence',
  otp: 'possession',
  pop: 'possession',
  retina: 'inherence',
  sc: 'possession',
  sms: 'possession',
  swk: 'possession',
  tel: 'possession',
  vbm: 'inherence',
} as const satisfies Readonly<Record<string, Factor>>;

export type EntraAmr = keyof typeof AMR_FACTORS;

/** Microsoft's `acr` values: the factors with which each is met. */
const ACR_FACTORS: Readonly<Record<string, readonly Factor[]>> = {
  knowledge: ['knowledge'],
  possession: ['possession'],
  inherence: ['inherence'],
  knowledgeorpossession: ['knowledge', 'possession'],
  knowledgeorinherence: ['knowledge', 'inherence'],
  possessionorinherence: ['possession', 'inherence'],
  knowledgeorpossessionorinherence: ['knowledge', 'possession', 'inherence'],
};

/**
 * What Entra is told about each type of ours. A type that is not here never answers it: a recovery
 * code and a temporary pass are for getting back in, and none of its values says so (docs/adr/0031).
 */
const AMR_OF: Readonly<Partial<Record<AuthenticatorType, EntraAmr>>> = {
  text: 'sms',
  call: 'tel',
  'spoken-code': 'tel',
  push: 'swk',
  totp: 'otp',
  'hardware-token': 'otp',
  passkey: 'fido',
};

/** What the request takes: the `acr` and `amr` values it names. */
export type Ask = { readonly acr: readonly string[]; readonly amr: readonly string[] };

export type Told = { readonly acr: string; readonly amr: EntraAmr };

/** Exactly one value of each, both asked for; undefined where the type cannot meet the request. */
export function tell(type: AuthenticatorType, ask: Ask): Told | undefined {
  const amr = AMR_OF[type];
  if (amr === undefined || !ask.amr.includes(amr)) return undefined;
  const acr = ask.acr.find((value) => factorsOf(value).includes(AMR_FACTORS[amr]));
  return acr === undefined ? undefined : { acr, amr };
}

/** An `amr` value that the request names. */
export const isOneOfAsked = (amr: string, ask: Ask): boolean =>
  Object.hasOwn(AMR_FACTORS, amr) && ask.amr.includes(amr);

const factorsOf = (acr: string): readonly Factor[] =>
  Object.hasOwn(ACR_FACTORS, acr) ? (ACR_FACTORS[acr] ?? []) : [];

export const listAccepted = (ask: Ask): readonly AuthenticatorType[] =>
  AUTHENTICATOR_TYPES.filter((type) => tell(type, ask) !== undefined);
