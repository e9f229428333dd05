import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, SessionId, UserId } from '#domain/ids.ts';
import type { Notices } from '#notices/ports.ts';
import type { EndEverything, RecoveryStores } from './ports.ts';

type Dependencies = {
  readonly endEverything: EndEverything<RecoveryStores>;
  readonly notices: Notices<RecoveryStores>;
};

type Stopping = {
  readonly userId: UserId;
  /** The method to freeze, if there is one. */
  readonly method: AuthenticatorId | undefined;
  /** The session of whoever says so. */
  readonly except?: SessionId;
  readonly notice: 'not-me' | 'frozen';
  readonly context: RequestContext;
  readonly now: Date;
};

/** `only-method`: nothing else would be left to sign in with, so it still works. */
export type StopOutcome = 'sessions-ended' | 'frozen' | 'only-method';

export type StopAccount = (tx: RecoveryStores, stopping: Stopping) => Promise<StopOutcome>;

const SENTENCES: Readonly<Record<StopOutcome, string>> = {
  'sessions-ended': 'Everybody else was signed out.',
  frozen: 'What it was about no longer works, and everybody else was signed out.',
  'only-method':
    'Everybody else was signed out. The method still works, as it is the only one: talk to your help desk.',
};

const APP_PASSWORDS_ENDED = ' Your app passwords were deleted.';

/** Stops whatever somebody else may be doing with the account, and tells its owner at every address. */
export const makeStopAccount =
  ({ endEverything, notices }: Dependencies): StopAccount =>
  async (tx, { userId, method, except, notice, context, now }) => {
    // What is frozen is told this one thing more.
    const numbers = await tx.authenticators.numbersOf(userId);
    const outcome = await freeze(tx, { userId, method, context, now });
    await tx.bindings.cancelAllOf(userId);
    const reason = notice.replace('-', '_');
    const by = auditOf(context, undefined);
    await endEverything(tx, userId, { reason, now, except, by });
    const ended = await endAppPasswords(tx, { userId, by, now });
    await notices.enqueue(tx, {
      userId,
      id: notice,
      now,
      context,
      formerly: numbers.map(({ e164 }) => e164),
      values: { outcome: `${SENTENCES[outcome]}${ended ? APP_PASSWORDS_ENDED : ''}` },
    });
    return outcome;
  };

/** Whoever was in may have made one, and it works without a session. */
async function endAppPasswords(
  tx: RecoveryStores,
  { userId, by, now }: Pick<Stopping, 'userId' | 'now'> & { readonly by: By },
): Promise<boolean> {
  const appPasswords = await tx.appPasswords.removeAllOf(userId);
  if (appPasswords === 0) return false;
  const target = { type: 'user', id: userId };
  await tx.audit.append(
    [
      {
        event: 'app_password.deleted',
        outcome: 'success',
        target,
        detail: { appPasswords },
        ...by,
      },
    ],
    now,
  );
  return true;
}

type By = ReturnType<typeof auditOf>;

async function freeze(
  tx: RecoveryStores,
  { userId, method, context, now }: Omit<Stopping, 'notice' | 'except'>,
): Promise<StopOutcome> {
  if (method === undefined) return 'sessions-ended';
  const frozen = await tx.authenticators.freeze(method, userId, now);
  if (frozen === 'not-bound') return 'sessions-ended';
  if (frozen === 'only-method') return frozen;
  const target = { type: 'authenticator', id: method };
  await tx.audit.append(
    [{ event: 'factor.frozen', outcome: 'success', target, ...auditOf(context, undefined) }],
    now,
  );
  return frozen;
}
