import type { Nudge } from '#domain/nudge.ts';
import type {
  BindingView,
  ChallengeView,
  CreationOptionsView,
  MethodView,
  OptionView,
  PlaceView,
  RequestOptionsView,
  SecurityInfoView,
  SignInView,
} from '@proofup/contract/schemas.ts';
import type { BoundAuthenticator, Option, Preference } from '#domain/bound-authenticator.ts';
import { providerOf } from '#domain/passkey-providers.ts';
import { maskNumber } from '#domain/mask.ts';
import type { Place, PlaceOf } from '#domain/places.ts';
import type { BindPasskey } from '#security-info/bind-passkey.ts';
import type { DescribedBinding, DescribedMethods } from '#security-info/describe.ts';
import type { DescribedSignIn } from '#sign-in/describe.ts';
import type { DescribedChallenge, Tokens } from '#sign-in/ports.ts';

/**
 * What leaves the house. Ids of options are keyed hashes under the sign-in (or the session), so that
 * neither their order nor their ids say anything stable about the numbers behind them.
 */
function optionIdOf(tokens: Tokens, scope: string, option: Preference): string {
  return tokens.hash('option', `${scope}:${option.authenticatorId}:${option.type}`).slice(0, 22);
}

const maskOf = (digits: string | undefined) =>
  digits === undefined ? {} : { masked: maskNumber(digits) };
export const present = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key loses its literal type
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

export const viewPlace = ({ country, address }: Place): PlaceView => ({
  address,
  ...present('country', country),
});

const viewOption = (tokens: Tokens, scope: string, option: Option): OptionView => ({
  id: optionIdOf(tokens, scope, preferenceOf(option)),
  type: option.type,
  ...present('slot', option.authenticator.slot),
  ...maskOf(option.authenticator.lastTwoDigits),
  ...present('name', option.authenticator.name),
});

export const findOption = (
  tokens: Tokens,
  scope: string,
  search: { readonly options: readonly Option[]; readonly id: string },
): Option | undefined =>
  search.options.find((option) => optionIdOf(tokens, scope, preferenceOf(option)) === search.id);

function viewChallenge(described: DescribedChallenge, option: OptionView): ChallengeView {
  const { challenge, state, delivery } = described;
  return {
    id: challenge.id,
    option,
    state,
    ...present('delivery', delivery),
    ...present('outcome', challenge.outcome),
    ...present('codeNumber', challenge.codeNumber),
    ...present('number', described.number),
    ...present('publicKey', described.publicKey && viewRequest(described.publicKey)),
    expiresAt: challenge.expiresAt.toISOString(),
    ...present('resendAt', challenge.resendAt?.toISOString()),
  };
}

type Request = NonNullable<DescribedChallenge['publicKey']>;

/** The same, in arrays that a client may write to. */
export const viewRequest = (options: Request): RequestOptionsView => ({
  ...options,
  allowCredentials: options.allowCredentials.map(viewDescriptor),
});

const viewDescriptor = (one: Request['allowCredentials'][number]) => ({
  ...one,
  transports: [...one.transports],
});

type Creation = Extract<Awaited<ReturnType<BindPasskey>>, { kind: 'begun' }>['publicKey'];

export const viewCreation = (options: Creation): CreationOptionsView => ({
  ...options,
  pubKeyCredParams: [...options.pubKeyCredParams],
  excludeCredentials: options.excludeCredentials.map(viewDescriptor),
});

export function viewSignIn(
  tokens: Tokens,
  described: DescribedSignIn,
  csrfToken: string,
): SignInView {
  const { signIn, state, options, current, tasks, nudge, setUp, relyingParty } = described;
  const { rememberDays: days } = described;
  const viewed = options.map((option) => viewOption(tokens, signIn.id, option));
  const option = current && optionOf(tokens, signIn.id, { described: current, options });
  return {
    id: signIn.id,
    purpose: signIn.purpose,
    state,
    options: viewed,
    ...(current && option ? { challenge: viewChallenge(current, option) } : {}),
    ...present('login', described.login),
    tasks: [...tasks],
    ...present('nudge', nudge && viewNudge(nudge)),
    ...present('setUp', setUp && { ...setUp, slots: [...setUp.slots] }),
    ...present('relyingParty', relyingParty),
    ...(days === undefined ? {} : { remember: { days } }),
    csrfToken,
    expiresAt: signIn.expiresAt.toISOString(),
    returnTo: signIn.returnTo,
  };
}

const viewNudge = ({ cause, methods, left, until }: Nudge): SignInView['nudge'] => ({
  cause,
  methods: [...methods],
  ...present('left', left),
  ...present('until', until?.toISOString()),
});

function optionOf(
  tokens: Tokens,
  scope: string,
  given: { readonly described: DescribedChallenge; readonly options: readonly Option[] },
): OptionView {
  const { challenge } = given.described;
  const subject = challenge.for;
  const option = given.options.find(
    ({ authenticator, type }) =>
      subject.kind === 'sign-in' &&
      authenticator.id === subject.authenticatorId &&
      type === challenge.type,
  );
  return option === undefined
    ? { id: '', type: challenge.type, ...present('slot', challenge.slot) }
    : viewOption(tokens, scope, option);
}

const viewAnswered = (
  { name, browser, address }: NonNullable<DescribedBinding['device']>,
  placeOf: PlaceOf,
) => ({ name, browser, place: viewPlace(placeOf(address)) });

export function viewBinding(
  { binding, state, current, via, device }: DescribedBinding,
  placeOf: PlaceOf,
): BindingView {
  const option: OptionView | undefined = current && {
    id: '',
    type: current.challenge.type,
    ...present('slot', binding.slot),
    ...maskOf(binding.lastTwoDigits),
  };
  return {
    id: binding.id,
    kind: binding.kind,
    ...present('device', device && viewAnswered(device, placeOf)),
    ...present('slot', binding.slot),
    ...maskOf(binding.lastTwoDigits),
    state,
    ...(current && option ? { challenge: viewChallenge(current, option) } : {}),
    via: [...via],
    expiresAt: binding.expiresAt.toISOString(),
  };
}

export function viewMethods(
  tokens: Tokens,
  { authenticators, options, preferences, systemPreferred, mayAdd, has }: DescribedMethods,
  scope: { readonly id: string; readonly failedAttempts: number },
): SecurityInfoView {
  const idOf = (one: Preference | undefined) => one && optionIdOf(tokens, scope.id, one);
  const [first] = options;
  return {
    methods: authenticators.map((one) =>
      viewMethod(
        one,
        ofAuthenticator(options, one).map((option) => viewOption(tokens, scope.id, option)),
      ),
    ),
    preferred: {
      ...present('computer', idOf(preferences.computer)),
      ...present('phone', idOf(preferences.phone)),
    },
    ...present('automaticOptionId', first && idOf(preferenceOf(first))),
    systemPreferred,
    mayAdd: { ...mayAdd, slots: [...mayAdd.slots] },
    has,
    failedAttempts: scope.failedAttempts,
  };
}

const preferenceOf = ({ authenticator, type }: Option): Preference => ({
  authenticatorId: authenticator.id,
  type,
});

const ofAuthenticator = (options: readonly Option[], { id }: BoundAuthenticator) =>
  options.filter(({ authenticator }) => authenticator.id === id);

export const viewMethod = (
  bound: BoundAuthenticator,
  options: readonly OptionView[],
): MethodView => ({
  id: bound.id,
  kind: bound.kind,
  ...present('slot', bound.slot),
  ...maskOf(bound.lastTwoDigits),
  ...(bound.kind === 'phone' ? { extension: bound.hasExtension } : {}),
  ...present('name', bound.name),
  state: bound.state,
  addedAt: bound.boundAt.toISOString(),
  ...present('lastUsedAt', bound.lastUsedAt?.toISOString()),
  ...present('codesLeft', bound.usesLeft),
  ...present('passkey', bound.passkey && viewPasskey(bound.passkey)),
  ...(bound.device?.isStale === true ? { stale: true } : {}),
  options: [...options],
});

const viewPasskey = ({ aaguid, backedUp }: NonNullable<BoundAuthenticator['passkey']>) => ({
  ...present('provider', providerOf(aaguid)),
  synced: backedUp,
});
