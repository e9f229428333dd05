import { ENDPOINTS } from '@proofup/contract/endpoints.ts';
import type { Endpoint } from '@proofup/contract/endpoint.ts';
import {
  type ApprovalView,
  TWO_PERSON_ACTS,
  type TwoPersonAct,
} from '@proofup/contract/help-schemas.ts';
import { isAmong } from '@proofup/contract/roles.ts';
import { SCHEMAS, type Shape } from '@proofup/contract/schemas.ts';
import type { Decide } from '#administration/decide-approval.ts';
import type { ApprovalStore, StoredApproval, UserDirectory } from '#administration/ports.ts';
import type { RequestApproval } from '#administration/request-approval.ts';
import { type ApprovalId, type UserId } from '#domain/ids.ts';
import { mayApprove, type Role } from '#domain/role.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { present } from '../views.ts';
import { type ActingDependencies, makeActOn, signedInAs } from './admin-act.ts';
import { type ActOutcome, proofIn, REFUSED } from './admin-acts.ts';
import { viewDetails } from './admin-views.ts';

type Dependencies = ActingDependencies & {
  readonly approvals: Pick<ApprovalStore, 'listPending'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly requestApproval: RequestApproval;
  readonly decide: Decide<ActOutcome>;
  readonly clock: Clock;
};

type Routes = Pick<
  Handlers,
  'requestApproval' | 'listApprovals' | 'approveRequest' | 'refuseRequest'
>;

/** By the contract's table: who does an act may ask for it, and agree to it. */
export const mayDo = (role: Role, act: string): boolean => {
  const endpoint: Endpoint | undefined = isAct(act) ? ENDPOINTS[act] : undefined;
  return isAmong(endpoint?.roles, role);
};

export const isAct = (act: string): act is TwoPersonAct =>
  TWO_PERSON_ACTS.some((one) => one === act);

export const makeAdminApprovalRoutes = (dependencies: Dependencies): Routes => ({
  requestApproval: requestRoute(dependencies),
  listApprovals: async ({ caller, query: { after } }) => {
    const { approvals, clock } = dependencies;
    const more = await approvals.listPending(clock(), PER_PAGE + 1, parseMoment(after));
    const pending = more.slice(0, PER_PAGE);
    const last = more.length > PER_PAGE ? pending.at(-1) : undefined;
    const ids = pending.map(({ userId }) => userId);
    const seen = await dependencies.scopes.within(caller.user.id, ids);
    const within = pending.filter(({ userId }) => seen.has(userId));
    const place = last && { time: last.expiresAt.getTime(), id: last.id };
    const views = await viewAll(dependencies, within, caller.user);
    return ok({ approvals: views, ...printMoment(place) });
  },
  ...decisionRoutes(dependencies),
});

const PER_PAGE = 100;

type AskedFor = Readonly<Record<string, unknown>> & {
  readonly reason: string;
  readonly callerVerifiedBy?: string;
  readonly callerCheck?: string;
};

function requestRoute(dependencies: Dependencies): Routes['requestApproval'] {
  const actOn = makeActOn(dependencies, { alsoForTwo: true });
  return async ({ caller, params, body: { act, details } }) => {
    if (!mayDo(caller.user.role, act)) return problem('access_denied');
    const shape: Shape = SCHEMAS[act];
    const parsed = shape.body?.safeParse(details);
    if (parsed?.success !== true) return problem('invalid_request');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every act has a reason in its body
    const asked = parsed.data as AskedFor;
    const ask = actOn<typeof asked, { approvalId: string; expiresAt: string }>(
      'requestApproval',
      async ({ target, order }) => {
        const request = {
          userId: target.id,
          act,
          details: { ...asked, ...proofIn(asked) },
          asksForCaller: asksForCaller(act),
        };
        const outcome = await dependencies.requestApproval(request, order);
        if (outcome.kind !== 'requested') {
          return problem(REFUSED[outcome.kind] ?? 'invalid_request');
        }
        return ok({ approvalId: outcome.id, expiresAt: outcome.expiresAt.toISOString() });
      },
    );
    return ask({ caller, params, body: asked });
  };
}

const ASKS_FOR_CALLER: ReadonlySet<TwoPersonAct> = new Set([
  'clearMethods',
  'resetPasswordOf',
  'issuePass',
  'issueBypass',
  'addPhoneOf',
]);

const asksForCaller = (act: TwoPersonAct): boolean => ASKS_FOR_CALLER.has(act);

function decisionRoutes(
  dependencies: Dependencies,
): Pick<Routes, 'approveRequest' | 'refuseRequest'> {
  const { decide } = dependencies;
  return {
    approveRequest: async ({ caller, params }) => {
      const outcome = await decide.approve(idOf(params), signedInAs(caller));
      switch (outcome.kind) {
        case 'approved':
          return viewDone(dependencies, outcome, caller);
        case 'not-done':
          return problem(REFUSED[outcome.outcome.kind] ?? 'invalid_request');
        case 'refused':
        case 'over':
          return problem('approval_over');
        case 'own-request':
        case 'out-of-reach':
          return problem('out_of_reach');
      }
    },
    refuseRequest: async ({ caller, params, body: { reason } }) => {
      const outcome = await decide.refuse(idOf(params), { ...signedInAs(caller), reason });
      if (outcome.kind === 'refused') return ok(undefined);
      return problem(outcome.kind === 'over' ? 'approval_over' : 'out_of_reach');
    },
  };
}

const idOf = ({ approvalId }: { readonly approvalId: string }): ApprovalId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is over
  approvalId as ApprovalId;

async function viewDone(
  { readUser, placeOf }: Dependencies,
  { userId, outcome }: { readonly userId: UserId; readonly outcome: ActOutcome },
  caller: Caller<'administration'>,
) {
  const details = await readUser.again(userId);
  if (details === undefined) return problem('not_found');
  return ok({
    user: viewDetails(details, { by: caller.user, placeOf }),
    ...present('pass', outcome.pass),
    ...present('password', outcome.password),
    ...present('expiresAt', outcome.expiresAt?.toISOString()),
  });
}

async function viewAll(
  { users, userDirectory }: Dependencies,
  pending: readonly StoredApproval[],
  viewer: User,
): Promise<ApprovalView[]> {
  const logins = await userDirectory.loginsOf(
    pending.flatMap(({ userId, requestedBy }) => [userId, requestedBy]),
  );
  const views = await Promise.all(
    pending.map(async (one): Promise<readonly ApprovalView[]> => {
      const target = await users.find(one.userId);
      if (target === undefined || !isAct(one.act)) return [];
      return [
        {
          id: one.id,
          act: one.act,
          user: { id: one.userId, login: logins.get(one.userId) ?? target.login },
          requestedBy: logins.get(one.requestedBy) ?? one.requestedBy,
          reason: one.reason,
          ...present('callerVerifiedBy', verifiedIn(one.details)),
          requestedAt: one.createdAt.toISOString(),
          expiresAt: one.expiresAt.toISOString(),
          mine: mineOf(one, target, viewer),
        },
      ];
    }),
  );
  return views.flat();
}

function mineOf(
  { act, requestedBy }: StoredApproval,
  target: User,
  viewer: User,
): ApprovalView['mine'] {
  if (requestedBy === viewer.id) return 'take-back';
  return mayApprove(viewer, { requestedBy, target }) && mayDo(viewer.role, act)
    ? 'decide'
    : 'nothing';
}

function verifiedIn(details: string): string | undefined {
  const parsed: unknown = JSON.parse(details);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { callerVerifiedBy }: { readonly callerVerifiedBy?: unknown } = parsed;
  return typeof callerVerifiedBy === 'string' ? callerVerifiedBy : undefined;
}
