import type { AuthenticatorId } from '#domain/ids.ts';
import { TELL_AFTER_FAILED_STEPS } from '#domain/user.ts';
import type {
  ChangeOutcome,
  RemoveMethod,
  RenameMethod,
  SetPreferredOption,
} from '#security-info/change-methods.ts';
import type { DescribeMethods } from '#security-info/describe.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { findOption, viewMethods } from '../views.ts';

type Dependencies = {
  readonly describe: DescribeMethods;
  readonly setPreferredOption: SetPreferredOption;
  readonly renameMethod: RenameMethod;
  readonly removeMethod: RemoveMethod;
  readonly tokens: Tokens;
};

const authenticatorId = (params: { readonly methodId: string }): AuthenticatorId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
  params.methodId as AuthenticatorId;

const requester = ({ session, context }: Caller<'session'>) => ({
  userId: session.userId,
  sessionId: session.id,
  context,
});

export function makeSecurityInfoRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'getSecurityInfo' | 'setPreferredOption' | 'renameMethod' | 'removeMethod'> {
  const { describe, tokens } = dependencies;

  const view = async ({ session }: Caller<'session'>): Promise<Reply<SecurityInfoView>> => {
    const { failedStepsBefore: failed } = session;
    const failedAttempts = failed < TELL_AFTER_FAILED_STEPS ? 0 : failed;
    const scope = { id: session.id, failedAttempts };
    return ok(viewMethods(tokens, await describe(session.userId), scope));
  };
  const viewAfter = async (caller: Caller<'session'>, outcome: ChangeOutcome) =>
    outcome === 'changed' ? view(caller) : problem('not_found');

  return {
    getSecurityInfo: async ({ caller }) => view(caller),
    setPreferredOption: async ({ caller, body }) => {
      const { options } = await describe(caller.session.userId);
      const { optionId: id, device } = body;
      const option =
        id === null ? undefined : findOption(tokens, caller.session.id, { options, id });
      if (id !== null && option === undefined) return problem('not_found');
      const preference = option && {
        authenticatorId: option.authenticator.id,
        type: option.type,
      };
      const request = { ...requester(caller), device, preference };
      const outcome = await dependencies.setPreferredOption(request);
      return outcome === 'not-yours' ? problem('access_denied') : viewAfter(caller, outcome);
    },
    renameMethod: async ({ caller, params, body }) => {
      const id = authenticatorId(params);
      const outcome = await dependencies.renameMethod({
        ...requester(caller),
        id,
        name: body.name,
      });
      return viewAfter(caller, outcome);
    },
    removeMethod: async ({ caller, params }) => {
      const id = authenticatorId(params);
      const outcome = await dependencies.removeMethod({ ...requester(caller), id });
      return outcome === 'last-method' ? problem('last_method') : viewAfter(caller, outcome);
    },
  };
}
