import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import { isLasting, listOptions, type Preference } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, BindingId, SessionId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly notices: Notices<SecurityInfoStores>;
  readonly wake: () => void;
  readonly clock: Clock;
};

type Requester = {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly context: RequestContext;
};

export type ChangeOutcome = 'changed' | 'not-found';

export type SetPreferredOption = (
  request: Requester & { readonly preference: Preference },
) => Promise<ChangeOutcome>;

export function makeSetPreferredOption({ transact, clock }: Dependencies): SetPreferredOption {
  return async ({ userId, preference, context }) => {
    const now = clock();
    return transact('fact', async (tx) => {
      const options = listOptions(await tx.authenticators.list(userId), now);
      const { authenticatorId, type } = preference;
      if (!options.some((o) => o.authenticator.id === authenticatorId && o.type === type)) {
        return 'not-found';
      }
      await tx.users.change(userId, { preference });
      const target = { type: 'authenticator', id: authenticatorId };
      const common = { ...auditOf(context, userId), method: type, target };
      await tx.audit.append(
        [{ event: 'factor.default_changed', outcome: 'success', ...common }],
        now,
      );
      return 'changed';
    });
  };
}

export type RenameMethod = (
  request: Requester & { readonly id: AuthenticatorId; readonly name: string },
) => Promise<ChangeOutcome>;

export function makeRenameMethod({ transact, clock }: Dependencies): RenameMethod {
  return async ({ userId, id, name, context }) =>
    transact('fact', async (tx) => {
      if (!(await tx.authenticators.rename(id, userId, name))) return 'not-found';
      const common = { ...auditOf(context, userId), target: { type: 'authenticator', id } };
      await tx.audit.append([{ event: 'factor.renamed', outcome: 'success', ...common }], clock());
      return 'changed';
    });
}

export type RemoveMethod = (
  request: Requester & { readonly id: AuthenticatorId },
) => Promise<ChangeOutcome | 'last-method'>;

/** Other sessions end with it: whoever is in by what was removed is out. */
export function makeRemoveMethod(dependencies: Dependencies): RemoveMethod {
  const { transact, notices, clock, wake } = dependencies;
  return async ({ userId, id, sessionId, context }) => {
    const now = clock();
    const outcome = await transact('fact', async (tx) => {
      const user = await tx.users.find(userId);
      const bound = (await tx.authenticators.list(userId)).find((one) => one.id === id);
      if (user === undefined || bound === undefined) return 'not-found';
      const keepOne = user.state !== 'disabled' && isLasting(bound);
      // While the number is still there: it is told as well.
      await notices.enqueue(tx, { userId, id: 'method-removed', now });
      if (!(await tx.authenticators.remove(id, userId, keepOne))) throw new LastMethod();
      if (user.preference?.authenticatorId === id)
        await tx.users.change(userId, { preference: null });
      const end = { reason: 'method_removed', now, except: sessionId };
      const { browsers } = await tx.sessions.endAllOf(userId, end);
      await tx.audit.append(
        [
          {
            event: bound.kind === 'phone' ? 'phone.removed' : 'factor.removed',
            outcome: 'success',
            target: { type: 'authenticator', id },
            ...auditOf(context, userId),
          },
          ...auditOfEndedTrust(browsers, end.reason, auditOf(context, userId)),
        ],
        now,
      );
      return 'changed';
    }).catch((error: unknown) => {
      if (error instanceof LastMethod) return 'last-method' as const;
      throw error;
    });
    wake();
    return outcome;
  };
}

/** Rolls the transaction back: the notice in it was about something that did not happen. */
class LastMethod extends Error {
  override readonly name = 'LastMethod';
}

export type CancelBinding = (request: {
  readonly userId: UserId;
  readonly id: BindingId;
  readonly context: RequestContext;
}) => Promise<void>;

export function makeCancelBinding({ transact, clock }: Dependencies): CancelBinding {
  return async ({ userId, id, context }) =>
    transact('attempt', async (tx) => {
      const now = clock();
      if (!(await tx.bindings.advance(id, 'cancelled', now))) return;
      const common = { ...auditOf(context, userId), target: { type: 'binding', id } };
      await tx.audit.append(
        [{ event: 'factor.enrol_failed', outcome: 'info', reason: 'cancelled', ...common }],
        now,
      );
    });
}
