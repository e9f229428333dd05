import type { RequestContext } from '#domain/context.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { PushSubscription } from '#delivery/ports.ts';
import type { EngineStores, Tokens } from '#sign-in/ports.ts';
import type { Device } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<Pick<EngineStores, 'devices' | 'audit'>>;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Evaluation and tests: also http, and this machine. */
  readonly allowPrivate: boolean;
};

export type Subscribe = (request: {
  readonly device: Device;
  /** Undefined: no notifications any more. */
  readonly subscription: PushSubscription | undefined;
  readonly context: RequestContext;
}) => Promise<'changed' | 'refused'>;

/**
 * Where notifications for a device go. Accounts on one phone share what its browser subscribed: whoever
 * names all of it is that phone, as nobody else has the keys of it.
 */
export function makeSubscribe({ transact, tokens, clock, allowPrivate }: Dependencies): Subscribe {
  return async ({ device: { subject, userId }, subscription, context }) => {
    if (subject.kind !== 'authenticator') return 'refused';
    const scheme = subscription && URL.parse(subscription.endpoint)?.protocol;
    const isTaken = scheme === 'https:' || (allowPrivate && scheme === 'http:');
    if (subscription !== undefined && !isTaken) return 'refused';
    const now = clock();
    await transact('fact', async (tx) => {
      await tx.devices.unsubscribe(subject.id);
      if (subscription !== undefined) {
        const { endpoint, p256dh, auth } = subscription;
        const subscriptionHash = tokens.hash(
          'push-subscription',
          [endpoint, p256dh, auth].join(' '),
        );
        await tx.devices.subscribe(subject.id, { subscription, subscriptionHash, now });
      }
      const target = { type: 'authenticator', id: subject.id };
      const reason = subscription === undefined ? 'off' : 'on';
      const common = { ...auditOf(context, userId), target, reason };
      await tx.audit.append(
        [{ event: 'factor.notifications_changed', outcome: 'success', ...common }],
        now,
      );
    });
    return 'changed';
  };
}
