import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import {
  isLasting,
  listOptions,
  type Option,
  type Preference,
} from '#domain/bound-authenticator.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import type { Device } from '#domain/device.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, BindingId, SessionId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { dropPreferences } from './drop-preferences.ts';
import { movePreferences } from './move-preferences.ts';
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
  request: Requester & {
    /** The kind of device it is asked first on. */
    readonly device: Device;
    /** None: the best one registered is asked first. */
    readonly preference: Preference | undefined;
  },
) => Promise<ChangeOutcome | 'not-yours'>;

type PreferenceDependencies = Pick<Dependencies, 'transact' | 'clock'> & {
  /** The organisation's order wins: there is nothing to choose. */
  readonly systemPreferred: () => boolean;
};

export function makeSetPreferredOption(dependencies: PreferenceDependencies): SetPreferredOption {
  const { transact, clock, systemPreferred } = dependencies;
  return async ({ userId, device, preference, context }) => {
    const now = clock();
    return transact('fact', async (tx) => {
      if (systemPreferred()) {
        const reason = 'system_preferred';
        const common = auditOf(context, userId);
        await tx.audit.append(
          [{ event: 'authz_fail', outcome: 'failure', reason, ...common }],
          now,
        );
        return 'not-yours';
      }
      const options = listOptions(await tx.authenticators.list(userId), now);
      if (preference !== undefined && !options.some((o) => isOption(o, preference))) {
        return 'not-found';
      }
      await tx.users.change(userId, { preferences: { [device]: preference ?? null } });
      const record = {
        event: 'factor.default_changed',
        outcome: 'success',
        reason: preference === undefined ? 'best_registered' : 'chosen',
        detail: { device },
        ...(preference && {
          method: preference.type,
          target: { type: 'authenticator', id: preference.authenticatorId },
        }),
        ...auditOf(context, userId),
      } as const;
      await tx.audit.append([record], now);
      return 'changed';
    });
  };
}

const isOption = ({ authenticator, type }: Option, preference: Preference): boolean =>
  authenticator.id === preference.authenticatorId &&
  type === preference.type &&
  propertiesOf(type).preferable;

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
      const all = await tx.authenticators.list(userId);
      const bound = all.find((one) => one.id === id);
      if (user === undefined || bound === undefined) return 'not-found';
      const keepOne = user.state !== 'disabled' && isLasting(bound);
      // While the number is still there: it is told as well.
      await notices.enqueue(tx, { userId, id: 'method-removed', now, context });
      if (!(await tx.authenticators.remove(id, userId, keepOne))) throw new LastMethod();
      const heir =
        bound.kind === 'passkey' && all.find((one) => one.kind === 'passkey' && one.id !== id);
      if (heir) await movePreferences(tx, { userId, from: id, to: heir.id });
      else await dropPreferences(tx, user, id);
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
