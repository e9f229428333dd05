import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { EngineStores, Signals, Tokens } from '#sign-in/ports.ts';
import { ACTIVATION_PURPOSE, type Device } from './ports.ts';

type Stores = Pick<
  EngineStores,
  | 'devices'
  | 'audit'
  | 'challenges'
  | 'outbox'
  | 'users'
  | 'authenticators'
  | 'rememberedBrowsers'
  | 'freezeTokens'
>;

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly notices: Notices<Stores>;
  readonly tokens: Tokens;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly makeLinkCode: () => string;
  readonly clock: Clock;
};

type Asking = { readonly device: Device; readonly context: RequestContext };

const LIFE_MS = 10 * 60_000;

export type BeginMove = (
  asking: Asking,
) => Promise<{ readonly linkCode: string; readonly expiresAt: Date } | 'refused'>;

/** From the old phone: a code for the new one. Another one that was begun is dead. */
export function makeBeginMove({ transact, tokens, makeLinkCode, clock }: Dependencies): BeginMove {
  return async ({ device: { subject, state, userId }, context }) => {
    if (subject.kind !== 'authenticator' || state !== 'active') return 'refused';
    const now = clock();
    const linkCode = makeLinkCode();
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    const codeHash = tokens.hash(ACTIVATION_PURPOSE, linkCode);
    await transact('attempt', async (tx) => {
      await tx.devices.openMove(subject.id, { codeHash, expiresAt });
      const target = { type: 'authenticator', id: subject.id };
      const common = { ...auditOf(context, userId), target, method: 'push', reason: 'move' };
      await tx.audit.append([{ event: 'factor.enrol_started', outcome: 'info', ...common }], now);
    });
    return { linkCode, expiresAt };
  };
}

export type ConfirmMove = (asking: Asking) => Promise<'moved' | 'refused'>;

/** The old phone says that the one which answered is theirs: its own key is dead in the same transaction. */
export function makeConfirmMove(dependencies: Dependencies): ConfirmMove {
  const { transact, notices, signals, wake, clock } = dependencies;
  return async ({ device: { subject, keyId, userId }, context }) => {
    if (subject.kind !== 'authenticator') return 'refused';
    const now = clock();
    const outcome = await transact('fact', async (tx) => {
      await tx.devices.supersedeRequestsOf(userId);
      if (!(await tx.devices.completeMove(subject.id, keyId, now))) return 'refused';
      await notices.enqueue(tx, { userId, id: 'app-moved', now, context, about: subject.id });
      const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
      const target = { type: 'authenticator', id: subject.id };
      const common = { ...auditOf(context, userId), target, method: 'push' };
      const revoked = auditOfEndedTrust(browsers, 'method_changed', auditOf(context, userId));
      await tx.audit.append(
        [{ event: 'factor.moved', outcome: 'success', ...common }, ...revoked],
        now,
      );
      return 'moved';
    });
    signals.changed(subject.id);
    wake();
    return outcome;
  };
}
