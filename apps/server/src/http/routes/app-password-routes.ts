import type { AppPasswordView } from '@proofup/contract/schemas.ts';
import { plainAddress, sourceOf } from '#domain/address.ts';
import { APP_PASSWORDS, type AppPassword } from '#domain/app-password.ts';
import type { AppPasswordId, UserId } from '#domain/ids.ts';
import type { CreateAppPassword } from '#security-info/create-app-password.ts';
import type { DeleteAppPassword } from '#security-info/delete-app-password.ts';
import type { AppPasswordStore } from '#security-info/ports.ts';
import type { VerifyAppPassword } from '#sign-in/verify-app-password.ts';
import { type Handlers, ok, problem } from '../handler.ts';

type Dependencies = {
  readonly appPasswords: Pick<AppPasswordStore, 'list'>;
  readonly create: CreateAppPassword;
  readonly remove: DeleteAppPassword;
  readonly verify: VerifyAppPassword;
  /** Puts what was made into groups that people can read. */
  readonly print: (password: string) => string;
  readonly allowed: () => boolean;
};

const viewOf = ({ id, name, createdAt, lastUsedAt }: AppPassword): AppPasswordView => ({
  id,
  name,
  addedAt: createdAt.toISOString(),
  ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
});

export function makeAppPasswordRoutes({
  appPasswords,
  create,
  remove,
  verify,
  print,
  allowed,
}: Dependencies): Pick<
  Handlers,
  'listAppPasswords' | 'createAppPassword' | 'deleteAppPassword' | 'verifyAppPassword'
> {
  const view = async (userId: UserId) => {
    const all = await appPasswords.list(userId);
    return ok({ allowed: allowed(), limit: APP_PASSWORDS, appPasswords: all.map(viewOf) });
  };

  return {
    listAppPasswords: ({ caller: { session } }) => view(session.userId),
    createAppPassword: async ({ caller: { actor, context }, body }) => {
      const outcome = await create({ actor, name: body.name, context });
      switch (outcome.kind) {
        case 'created': {
          const { appPassword, password } = outcome;
          return ok({ appPassword: viewOf(appPassword), password: print(password) });
        }
        case 'limit-reached':
          return problem('limit_reached');
        case 'not-allowed':
          return problem('method_unavailable');
        case 'nothing-bound':
          return problem('set_up_required');
      }
    },
    deleteAppPassword: async ({ caller: { session, context }, params }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
      const id = params.appPasswordId as AppPasswordId;
      const outcome = await remove({ userId: session.userId, id, context });
      return outcome === 'deleted' ? view(session.userId) : problem('not_found');
    },
    verifyAppPassword: async ({ caller: { key, context }, body }) => {
      const { login, password, clientAddress: address } = body;
      const client =
        address === undefined ? {} : { address: plainAddress(address), source: sourceOf(address) };
      const outcome = await verify({
        login,
        password,
        service: key.name,
        context: { ...context, ...client },
        isOfClient: address !== undefined,
      });
      switch (outcome.kind) {
        case 'genuine':
          return ok({ user: outcome.user });
        case 'rejected':
          return problem('app_password_rejected');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
      }
    },
  };
}
