import type { UserStore } from '#directory/ports.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { SecurityInfoStores } from '#security-info/ports.ts';
import type { Device } from './ports.ts';

type Stores = SecurityInfoStores & { readonly users: UserStore };

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly notices: Notices<Stores>;
  /** Whoever chose what is gone has no choice any more. */
  readonly dropPreferences: (tx: Stores, user: User, id: AuthenticatorId) => Promise<void>;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type RemoveDevice = (request: {
  readonly device: Device;
  readonly context: RequestContext;
}) => Promise<'removed' | 'last-method'>;

/**
 * "Remove from this device": what its key can take back is itself and nothing else. The only method
 * of an account that must have one stays: whoever has the phone cannot lead the account to a set-up.
 */
export function makeRemoveDevice(dependencies: Dependencies): RemoveDevice {
  const { transact, notices, clock, wake } = dependencies;
  return async ({ device: { subject, userId }, context }) => {
    const now = clock();
    const outcome = await transact('fact', async (tx) => {
      const common = {
        ...auditOf(context, userId),
        target: { type: subject.kind, id: subject.id },
      };
      if (subject.kind === 'binding') {
        await tx.bindings.advance(subject.id, 'cancelled', now);
        const dropped = {
          event: 'factor.enrol_failed',
          outcome: 'info',
          reason: 'removed',
        } as const;
        await tx.audit.append([{ ...dropped, ...common }], now);
        return 'removed';
      }
      if (subject.kind === 'move') {
        await tx.devices.dropMove(subject.id);
        const dropped = { event: 'factor.enrol_failed', outcome: 'info', reason: 'move' } as const;
        await tx.audit.append([{ ...dropped, ...common }], now);
        return 'removed';
      }
      const user = await tx.users.find(userId);
      const keepOne = user?.state !== 'disabled';
      if (!(await tx.authenticators.remove(subject.id, userId, keepOne))) return 'last-method';
      if (user !== undefined) {
        await dependencies.dropPreferences(tx, user, subject.id);
      }
      const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
      await notices.enqueue(tx, { userId, id: 'method-removed', now, context });
      const removed = {
        event: 'factor.removed',
        outcome: 'success',
        reason: 'on_the_device',
      } as const;
      await tx.audit.append(
        [
          { ...removed, ...common },
          ...auditOfEndedTrust(browsers, 'method_removed', auditOf(context, userId)),
        ],
        now,
      );
      return 'removed';
    });
    wake();
    return outcome;
  };
}
