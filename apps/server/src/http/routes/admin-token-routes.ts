import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import type { HardwareTokenView } from '@proofup/contract/schemas.ts';
import type { ChangeTokens, TokenOutcome } from '#administration/change-tokens.ts';
import type { ScopeStores } from '#administration/is-within-scope.ts';
import type { UserDirectory } from '#administration/ports.ts';
import type { SearchTokens } from '#administration/search-tokens.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { HardwareTokenId, UserId } from '#domain/ids.ts';
import type { BindHardwareToken } from '#security-info/bind-hardware-token.ts';
import type { ConfirmBinding } from '#security-info/confirm-binding.ts';
import type { HardwareToken, HardwareTokenStore } from '#security-info/ports.ts';
import type { StaffCaller } from '../caller.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { present } from '../views.ts';
import { refuseTarget, signedInAs } from './admin-act.ts';
import { problemOfConfirm } from './binding-routes.ts';

type Dependencies = {
  readonly hardwareTokens: Pick<HardwareTokenStore, 'find'>;
  readonly searchTokens: SearchTokens;
  readonly changeTokens: ChangeTokens;
  readonly bindHardwareToken: BindHardwareToken;
  readonly confirmBinding: ConfirmBinding;
  readonly users: Pick<UserStore, 'find' | 'findByLoginKey'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly scopes: ScopeStores['scopes'];
  readonly recordRefusal: (record: AuditRecord, source: string) => Promise<void>;
};

type TokenRoutes = Pick<
  Handlers,
  'searchTokens' | 'assignToken' | 'activateToken' | 'deactivateToken' | 'deleteToken'
>;

type Asked<Body> = {
  readonly caller: StaffCaller;
  readonly params: { readonly tokenId: string };
  readonly body: Body;
};

type Acting<Body> = Asked<Body> & {
  readonly token: HardwareToken;
  readonly order: ReturnType<typeof signedInAs> & { readonly reason: string };
};

export function makeAdminTokenRoutes(dependencies: Dependencies): TokenRoutes {
  const { changeTokens } = dependencies;
  const actOn = makeActOnToken(dependencies);
  const after = (token: HardwareToken) => seen(dependencies, token);
  return {
    searchTokens: async ({ caller, body }) => {
      const { serial, login, after: place } = body;
      const asked = { serial, login, after: place };
      const { tokens, next } = await dependencies.searchTokens(asked, signedInAs(caller));
      return ok({ tokens: [...(await view(dependencies, tokens))], ...present('next', next) });
    },
    assignToken: actOn('assignToken', async ({ caller, token, order, body: { login } }) => {
      const owner = login === undefined ? undefined : await ownerOf(dependencies, login);
      if (login !== undefined && owner === undefined) return problem('not_found');
      const name = 'assignToken';
      const refused = owner && (await refuseTarget(dependencies, { name, caller, target: owner }));
      if (refused !== undefined) return refused;
      const outcome = await changeTokens.assign(token.id, owner?.id, order);
      return outcome === 'changed' ? after(token) : problemOf(outcome);
    }),
    activateToken: actOn('activateToken', async (acting) => {
      const { token } = acting;
      const { userId } = token;
      if (userId === undefined || token.authenticatorId !== undefined)
        return problem('token_in_use');
      const refused = await activate(dependencies, acting, userId);
      return refused ?? after(token);
    }),
    deactivateToken: actOn('deactivateToken', async ({ token, order }) => {
      const outcome = await changeTokens.deactivate(token, order);
      return outcome === 'changed' ? after(token) : problemOf(outcome);
    }),
    deleteToken: actOn('deleteToken', async ({ token, order }) => {
      const outcome = await changeTokens.remove(token, order);
      return outcome === 'changed' ? ok(undefined) : problemOf(outcome);
    }),
  };
}

const PROBLEMS = {
  'in-use': 'token_in_use',
  'unknown-token': 'not_found',
  'unknown-user': 'not_found',
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
} as const satisfies Readonly<Record<Exclude<TokenOutcome, 'changed'>, ErrorCode>>;

const problemOf = (outcome: Exclude<TokenOutcome, 'changed'>) => problem(PROBLEMS[outcome]);

/** Whose it is comes before what is done with it. */
const makeActOnToken =
  (dependencies: Dependencies) =>
  <Body extends { readonly reason: string }, Value>(
    name: string,
    work: (acting: Acting<Body>) => Promise<Reply<Value>>,
  ) =>
  async (asked: Asked<Body>): Promise<Reply<Value>> => {
    const { caller, params, body } = asked;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
    const token = await dependencies.hardwareTokens.find(params.tokenId as HardwareTokenId);
    if (token === undefined) return problem('not_found');
    const { userId } = token;
    const target = userId === undefined ? undefined : await dependencies.users.find(userId);
    const refused = target && (await refuseTarget(dependencies, { name, caller, target }));
    if (refused !== undefined) return refused;
    return work({ ...asked, token, order: { ...signedInAs(caller), reason: body.reason } });
  };

/** By the engine and the budgets of a person's own addition: a code is compared nowhere else. */
async function activate(
  { bindHardwareToken, confirmBinding }: Dependencies,
  { caller, token, order, body }: Acting<{ readonly reason: string; readonly output?: unknown }>,
  userId: UserId,
): Promise<ReturnType<typeof problem> | undefined> {
  // Codes are compared for people alone: the row has no scope.
  if (caller.key !== undefined) return problem('access_denied');
  const { context, session } = caller;
  const by = {
    sessionId: session.id,
    operatorId: session.userId,
    role: session.role,
    why: order.reason,
  };
  const actor = { kind: 'operator', userId, ...by } as const;
  const begun = await bindHardwareToken({ actor, serial: token.serial, context });
  if (begun.kind === 'not-found') return problem('not_found');
  if (begun.kind === 'limit-reached') return problem('limit_reached');
  const { output = '' } = body;
  const outcome = await confirmBinding({ actor, binding: begun.binding, output, context });
  return outcome.kind === 'confirmed' ? undefined : problemOfConfirm(outcome);
}

function ownerOf({ users, loginKey }: Dependencies, login: string) {
  const key = loginKey(login);
  return key === undefined ? undefined : users.findByLoginKey(key);
}

async function seen(
  dependencies: Dependencies,
  { id }: HardwareToken,
): Promise<Reply<HardwareTokenView>> {
  const token = await dependencies.hardwareTokens.find(id);
  const [viewed] = token === undefined ? [] : await view(dependencies, [token]);
  return viewed === undefined ? problem('not_found') : ok(viewed);
}

async function view(
  { userDirectory }: Dependencies,
  tokens: readonly HardwareToken[],
): Promise<readonly HardwareTokenView[]> {
  const owners = tokens.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  const logins = await userDirectory.loginsOf(owners);
  return tokens.map((token) => ({
    id: token.id,
    serial: token.serial,
    manufacturer: token.manufacturer,
    model: token.model,
    interval: token.periodSeconds,
    state: stateOf(token),
    ...present(
      'user',
      token.userId && { id: token.userId, login: logins.get(token.userId) ?? token.userId },
    ),
    importedAt: token.importedAt.toISOString(),
  }));
}

const stateOf = ({ userId, authenticatorId }: HardwareToken): HardwareTokenView['state'] => {
  if (authenticatorId !== undefined) return 'active';
  return userId === undefined ? 'free' : 'assigned';
};
