import { type AuthenticatorType, PHONE_SLOTS } from '#domain/authenticator.ts';
import type { AuthenticatorId, BindingId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { UserStore } from '#directory/ports.ts';
import { acceptedByBoth } from '#domain/policy.ts';
import type { DemandOf } from '#policy/ports.ts';
import type { BindApp } from '#security-info/bind-app.ts';
import type { BindDevice } from '#security-info/bind-device.ts';
import type { BindHardwareToken } from '#security-info/bind-hardware-token.ts';
import type { BindPasskey } from '#security-info/bind-passkey.ts';
import type { BindPhone } from '#security-info/bind-phone.ts';
import type { ChallengeBinding } from '#security-info/challenge-binding.ts';
import type { CancelBinding } from '#security-info/change-methods.ts';
import type { ConfirmBinding, ConfirmOutcome } from '#security-info/confirm-binding.ts';
import type { DescribeBinding } from '#security-info/describe.ts';
import type { GenerateRecoveryCodes } from '#security-info/generate-recovery-codes.ts';
import type { SlotsFor } from '#security-info/offers.ts';
import type { Actor, Binding, BindingStore } from '#security-info/ports.ts';
import type { BindingView, CountryView } from '@proofup/contract/schemas.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { viewBinding, viewCreation } from '../views.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly bindings: Pick<BindingStore, 'find'>;
  readonly bindPhone: BindPhone;
  readonly bindApp: BindApp;
  readonly bindPasskey: BindPasskey;
  readonly challengeBinding: ChallengeBinding;
  readonly confirmBinding: ConfirmBinding;
  readonly cancelBinding: CancelBinding;
  readonly generateRecoveryCodes: GenerateRecoveryCodes;
  readonly describe: DescribeBinding;
  readonly slotsFor: SlotsFor;
  readonly demandOf: DemandOf;
  readonly countries: () => readonly CountryView[];
  /** The secret as a picture, as text and as a URI. */
  readonly describeEnrolment: (
    secret: Uint8Array,
    label: { readonly issuer: string; readonly account: string },
  ) => { readonly qr: string; readonly secret: string; readonly uri: string };
  readonly bindHardwareToken: BindHardwareToken;
  readonly bindDevice: BindDevice;
  /** Where the authenticator is; absent: there is none, and no device can be added. */
  readonly authenticatorUrl: string | undefined;
  readonly describeActivation: (
    url: string,
    linkCode: string,
  ) => { readonly qr: string; readonly link: string };
  readonly placeOf: PlaceOf;
  readonly organisation: string;
};

type BindingRoutes = Pick<
  Handlers,
  | 'getSetUpOptions'
  | 'bindPhone'
  | 'bindApp'
  | 'bindPasskey'
  | 'bindDevice'
  | 'bindHardwareToken'
  | 'getBinding'
  | 'challengeBinding'
  | 'confirmBinding'
  | 'cancelBinding'
  | 'generateRecoveryCodes'
>;

export const makeBindingRoutes = (dependencies: Dependencies): BindingRoutes => ({
  ...offers(dependencies),
  ...beginnings(dependencies),
  ...deviceBeginning(dependencies),
  ...goingOn(dependencies),
  ...tokenBeginning(dependencies),
});

const view = async (
  { describe, placeOf }: Dependencies,
  binding: Binding,
): Promise<Reply<BindingView>> => ok(viewBinding(await describe(binding), placeOf));

/** Only whoever started an addition may go on with it; for everybody else there is none. */
async function ownBinding(
  { bindings }: Dependencies,
  actor: Actor,
  params: { readonly bindingId: string },
): Promise<Binding | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract
  const binding = await bindings.find(params.bindingId as BindingId);
  const startedBy = 'sessionId' in actor ? actor.sessionId : actor.signInId;
  return binding?.userId === actor.userId && binding.startedBy === startedBy ? binding : undefined;
}

const accountOf = async ({ users }: Dependencies, { userId }: Actor): Promise<string> =>
  (await users.find(userId))?.login ?? '';

type Adding = Pick<Caller<'set-up'>, 'actor' | 'accepts'>;

/** Which types somebody may add: those that the policy takes of them, and whoever asks for the sign-in. */
async function opennessFor(
  { users, demandOf }: Dependencies,
  { actor, accepts: asked }: Adding,
): Promise<(types: readonly AuthenticatorType[]) => boolean> {
  const user = await users.find(actor.userId);
  if (user === undefined) return () => false;
  const taken = acceptedByBoth(asked, (await demandOf(user)).accepts);
  return (types) => taken === undefined || types.some((type) => taken.includes(type));
}

/** What may be added: what reaches people of this role, and what the relying party takes. */
const offers = (dependencies: Dependencies): Pick<BindingRoutes, 'getSetUpOptions'> => ({
  getSetUpOptions: async ({ caller }) => {
    const user = await dependencies.users.find(caller.actor.userId);
    const slots = user === undefined ? [] : dependencies.slotsFor(user.role);
    const isOpen = await opennessFor(dependencies, caller);
    return ok({
      countries: [...dependencies.countries()],
      slots: slots.filter((slot) => isOpen(PHONE_SLOTS[slot].types)),
      app: isOpen(['totp']),
      passkey: isOpen(['passkey']),
      device: dependencies.authenticatorUrl !== undefined && isOpen(['push']),
    });
  },
});

function beginnings(
  dependencies: Dependencies,
): Pick<BindingRoutes, 'bindPhone' | 'bindApp' | 'bindPasskey' | 'generateRecoveryCodes'> {
  const { placeOf } = dependencies;
  return {
    bindPhone: async ({ caller, body }) => {
      const { actor, context } = caller;
      const { slot, number, country, extension, via } = body;
      if (!(await opennessFor(dependencies, caller))([via])) return problem('method_unavailable');
      const asked = { actor, context, slot, number, country, extension, via };
      const outcome = await dependencies.bindPhone(asked);
      switch (outcome.kind) {
        case 'begun':
          return view(dependencies, outcome.binding);
        case 'throttled':
          return problem('too_many_messages', outcome.retryAfterMs);
        case 'number-unavailable':
          return problem('number_unavailable');
        case 'method-unavailable':
          return problem('method_unavailable');
      }
    },
    bindApp: async ({ caller, body }) => {
      const { actor, context } = caller;
      const isOpen = await opennessFor(dependencies, caller);
      if (!isOpen(['totp'])) return problem('method_unavailable');
      const { name } = body;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
      const replaces = body.replaces as AuthenticatorId | undefined;
      const outcome = await dependencies.bindApp({ actor, context, name, replaces });
      if (outcome.kind === 'limit-reached') return problem('limit_reached');
      if (outcome.kind === 'not-found') return problem('not_found');
      const account = await accountOf(dependencies, actor);
      const label = { issuer: dependencies.organisation, account };
      const enrolment = dependencies.describeEnrolment(outcome.secret, label);
      const binding = viewBinding(await dependencies.describe(outcome.binding), placeOf);
      return ok({ binding, ...enrolment, ...label });
    },
    bindPasskey: async ({ caller, body }) => {
      const { actor, context } = caller;
      const isOpen = await opennessFor(dependencies, caller);
      if (!isOpen(['passkey'])) return problem('method_unavailable');
      const outcome = await dependencies.bindPasskey({ actor, context, name: body.name });
      if (outcome.kind === 'limit-reached') return problem('limit_reached');
      const binding = viewBinding(await dependencies.describe(outcome.binding), placeOf);
      return ok({ binding, publicKey: viewCreation(outcome.publicKey) });
    },
    generateRecoveryCodes: async ({ caller: { actor, context } }) => {
      const outcome = await dependencies.generateRecoveryCodes({ actor, context });
      if (outcome.kind === 'nothing-bound') return problem('set_up_required');
      const account = await accountOf(dependencies, actor);
      const madeAt = outcome.madeAt.toISOString();
      return ok({ codes: [...outcome.codes], account, madeAt });
    },
  };
}

function deviceBeginning(dependencies: Dependencies): Pick<BindingRoutes, 'bindDevice'> {
  const { placeOf, authenticatorUrl: url } = dependencies;
  return {
    bindDevice: async ({ caller }) => {
      const { actor, context } = caller;
      const isOpen = await opennessFor(dependencies, caller);
      if (url === undefined || !isOpen(['push'])) return problem('method_unavailable');
      const outcome = await dependencies.bindDevice({ actor, context });
      if (outcome.kind === 'limit-reached') return problem('limit_reached');
      const binding = viewBinding(await dependencies.describe(outcome.binding), placeOf);
      const { qr, link } = dependencies.describeActivation(url, outcome.linkCode);
      const code = outcome.typedCode.replace(/(.{4})/, '$1-');
      return ok({ binding, qr, link, code, url });
    },
  };
}

const tokenBeginning = (dependencies: Dependencies): Pick<BindingRoutes, 'bindHardwareToken'> => ({
  bindHardwareToken: async ({ caller, body }) => {
    const { actor, context } = caller;
    const { serial } = body;
    const isOpen = await opennessFor(dependencies, caller);
    if (!isOpen(['hardware-token'])) return problem('method_unavailable');
    const outcome = await dependencies.bindHardwareToken({ actor, context, serial });
    if (outcome.kind === 'limit-reached') return problem('limit_reached');
    return outcome.kind === 'not-found'
      ? problem('not_found')
      : view(dependencies, outcome.binding);
  },
});

function goingOn(
  dependencies: Dependencies,
): Pick<BindingRoutes, 'getBinding' | 'challengeBinding' | 'confirmBinding' | 'cancelBinding'> {
  return {
    getBinding: async ({ caller: { actor }, params }) => {
      const binding = await ownBinding(dependencies, actor, params);
      return binding === undefined ? problem('not_found') : view(dependencies, binding);
    },
    challengeBinding: async ({ caller, params, body }) => {
      const { actor, context } = caller;
      const binding = await ownBinding(dependencies, actor, params);
      if (binding === undefined) return problem('not_found');
      const isOpen = await opennessFor(dependencies, caller);
      if (!isOpen([body.via])) return problem('method_unavailable');
      const outcome = await dependencies.challengeBinding({ binding, via: body.via, context });
      switch (outcome.kind) {
        case 'issued':
          return view(dependencies, binding);
        case 'throttled':
          return problem('too_many_messages', outcome.retryAfterMs);
        case 'number-unavailable':
          return problem('number_unavailable');
        case 'method-unavailable':
          return problem('method_unavailable');
        case 'exhausted':
        case 'binding-over':
          return problem('binding_over');
      }
    },
    confirmBinding: async ({ caller: { actor, context }, params, body }) => {
      const binding = await ownBinding(dependencies, actor, params);
      if (binding === undefined) return problem('not_found');
      const request = { actor, binding, output: body.output, context };
      return answer(dependencies, binding, await dependencies.confirmBinding(request));
    },
    cancelBinding: async ({ caller: { actor, context }, params }) => {
      const binding = await ownBinding(dependencies, actor, params);
      if (binding === undefined) return problem('not_found');
      await dependencies.cancelBinding({ userId: actor.userId, id: binding.id, context });
      return ok(undefined);
    },
  };
}

const answer = async (
  dependencies: Dependencies,
  binding: Binding,
  outcome: ConfirmOutcome,
): Promise<Reply<BindingView>> =>
  outcome.kind === 'confirmed' ? view(dependencies, binding) : problemOfConfirm(outcome);

export function problemOfConfirm(outcome: Exclude<ConfirmOutcome, { readonly kind: 'confirmed' }>) {
  switch (outcome.kind) {
    case 'limit-reached':
      return problem('limit_reached');
    case 'number-unavailable':
      return problem('number_unavailable');
    case 'not-approved-yet':
      return problem('not_approved_yet');
    case 'rejected':
      return problem('code_rejected');
    case 'replayed':
      return problem('code_already_used');
    case 'throttled':
      return problem('too_many_attempts', outcome.retryAfterMs);
    case 'over':
    case 'binding-over':
      return problem('binding_over');
  }
}
