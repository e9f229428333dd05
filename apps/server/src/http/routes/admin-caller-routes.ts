import type { Call } from '@proofup/contract/schemas.ts';
import type { ConfirmCallerNumber } from '#administration/confirm-caller-number.ts';
import type { UserDirectory } from '#administration/ports.ts';
import type { ReadBlocks } from '#administration/read-blocks.ts';
import type { SendCallerNumber } from '#administration/send-caller-number.ts';
import type { AuthenticatorId, CallerCheckId, UserId } from '#domain/ids.ts';
import type { UserStore } from '#directory/ports.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { present } from '../views.ts';
import { type ActingDependencies, makeActOn, refuseLook, signedInAs } from './admin-act.ts';
import { type Acts, REFUSED } from './admin-acts.ts';

type Dependencies = Omit<ActingDependencies, 'users'> & {
  readonly users: Pick<UserStore, 'find' | 'findByLoginKey'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly acts: Acts;
  readonly loginKey: (typed: string) => string | undefined;
  readonly sendCallerNumber: SendCallerNumber;
  readonly confirmCallerNumber: ConfirmCallerNumber;
  readonly readBlocks: ReadBlocks;
};

type Routes = Pick<
  Handlers,
  'sendCallerNumber' | 'confirmCallerNumber' | 'getUserBlocks' | 'manageSeveral'
>;

export const makeAdminCallerRoutes = (dependencies: Dependencies): Routes => ({
  ...callerRoutes(dependencies),
  getUserBlocks: async ({ caller, params, query: { before } }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
    const userId = params.userId as UserId;
    const target = await dependencies.users.find(userId);
    if (target === undefined) return problem('not_found');
    const refused = await refuseLook(dependencies, { name: 'getUserBlocks', caller, target });
    if (refused !== undefined) return refused;
    const { entries, next } = await dependencies.readBlocks(userId, parseMoment(before));
    await dependencies.readUser.record(userId, 'blocks', signedInAs(caller));
    const ids = entries.flatMap(({ by }) => (by === undefined ? [] : [by]));
    const logins = await dependencies.userDirectory.loginsOf(ids);
    return ok({
      ...printMoment(next),
      entries: entries.map(({ id, at, what, by, reason, days }) => ({
        id,
        at: at.toISOString(),
        what,
        ...present('by', by && (logins.get(by) ?? by)),
        ...present('reason', reason),
        ...present('days', days),
      })),
    });
  },
  manageSeveral: manageSeveral(dependencies),
});

function callerRoutes(
  dependencies: Dependencies,
): Pick<Routes, 'sendCallerNumber' | 'confirmCallerNumber'> {
  const actOn = makeActOn(dependencies, { alsoForTwo: true });
  return {
    sendCallerNumber: actOn('sendCallerNumber', async ({ target, order, body }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
      const methodId = body.methodId as AuthenticatorId | undefined;
      const request = { userId: target.id, via: body.via, methodId };
      const outcome = await dependencies.sendCallerNumber(request, order);
      if (outcome.kind === 'throttled') return problem('too_many_messages', outcome.retryAfterMs);
      if (outcome.kind !== 'sent') return problem(REFUSED[outcome.kind] ?? 'invalid_request');
      return ok({ checkId: outcome.id, expiresAt: outcome.expiresAt.toISOString() });
    }),
    confirmCallerNumber: async ({ caller, params: { checkId }, body }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is over
      const id = checkId as CallerCheckId;
      const typed = body.number.replaceAll(/[\s-]/g, '');
      const outcome = await dependencies.confirmCallerNumber(id, typed, signedInAs(caller));
      switch (outcome.kind) {
        case 'passed':
          return ok({ checkId, until: outcome.until.toISOString() });
        case 'rejected':
          return problem('caller_check_refused');
        case 'over':
          return problem('caller_check_over');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
      }
    },
  };
}

/** "Manage user settings": each box for each person, in order; a bad line stops nothing. */
const manageSeveral =
  ({ users, loginKey, acts }: Dependencies): Routes['manageSeveral'] =>
  async ({ caller, body }) => {
    const order = { ...signedInAs(caller), reason: body.reason };
    const { reason, callerVerifiedBy, provideAgain } = body;
    const results: Call['manageSeveral']['response']['results'] = [];
    for (const login of body.logins) {
      const key = loginKey(login);
      const target = key === undefined ? undefined : await users.findByLoginKey(key);
      const outcomes =
        target === undefined
          ? [{ kind: 'unknown-user' }]
          : await inOrder([
              provideAgain &&
                (() =>
                  acts.clearMethods(
                    { target, body: { reason, callerVerifiedBy, ...provideAgain } },
                    order,
                  )),
              body.deleteAppPasswords === true &&
                (() => acts.deleteAppPasswordsOf({ target, body: { reason } }, order)),
              body.restoreRemembered === true &&
                (() => acts.forgetBrowsersOf({ target, body: { reason } }, order)),
            ]);
      const refused = outcomes.find(({ kind }) => kind in REFUSED);
      results.push({ login, result: RESULTS[refused?.kind ?? ''] ?? ('done' as const) });
    }
    return ok({ results });
  };

type Step = false | undefined | (() => Promise<{ readonly kind: string }>);

async function inOrder(steps: readonly Step[]) {
  const outcomes = [];
  for (const step of steps) if (step) outcomes.push(await step());
  return outcomes;
}

const RESULTS: Readonly<
  Record<
    string,
    'not_found' | 'own_account' | 'out_of_reach' | 'approval_required' | 'caller_not_verified'
  >
> = {
  'unknown-user': 'not_found',
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
  'caller-not-verified': 'caller_not_verified',
};
