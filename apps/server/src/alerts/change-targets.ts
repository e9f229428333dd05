import type { AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { AlertId, AlertTargetId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { EnqueueAlert, EnqueueStores } from './enqueue-alert.ts';
import type { AlertStore, AlertTarget } from './ports.ts';
import { type Naming, wordsOf } from './words-of.ts';

type Stores = EnqueueStores & { readonly alerts: AlertStore; readonly audit: AuditLog };

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly enqueueAlert: EnqueueAlert;
  readonly naming: Naming;
  readonly allKinds: readonly AlertKind[];
  readonly ids: () => string;
  /** 32 random bytes, base64 (Standard Webhooks: 24 to 64). */
  readonly newSecret: () => string;
  /** Whether plain http may be used: on this machine alone. */
  readonly allowHttp: boolean;
  readonly clock: Clock;
  readonly wake: () => void;
};

/** Whose doing it is, for the audit log. */
type By = Omit<AuditRecord, 'event' | 'outcome'>;

export type NewTarget = {
  readonly name: string;
  readonly kind: 'mail' | 'webhook';
  readonly address: string;
  readonly alerts: readonly AlertKind[] | undefined;
};

type Added =
  | { readonly kind: 'added'; readonly secret: string | undefined }
  | { readonly kind: 'address-refused' | 'too-many' };

/** What stays as it is is undefined. */
export type TargetChange = {
  readonly name: string | undefined;
  readonly alerts: readonly AlertKind[] | undefined;
  readonly isOff: boolean | undefined;
};

export type ChangeTargets = {
  add(wanted: NewTarget, by: By): Promise<Added>;
  /** False when there is no such target; the same of all others. */
  change(id: AlertTargetId, change: TargetChange, by: By): Promise<boolean>;
  remove(id: AlertTargetId, by: By): Promise<boolean>;
  /** The new secret; undefined when there is no such webhook. */
  rotate(id: AlertTargetId, by: By): Promise<string | undefined>;
  test(id: AlertTargetId, by: By): Promise<boolean>;
  replay(id: AlertId, by: By): Promise<boolean>;
};

const MOST = 20;
const ROTATION_MS = 24 * 60 * 60_000;
const MAIL = /^[^\s@,]+@[^\s@,]+$/;

export function makeChangeTargets(dependencies: Dependencies): ChangeTargets {
  const { transact, ids, newSecret, clock } = dependencies;
  return {
    add: (wanted, by) =>
      transact('fact', async (tx) => {
        if ((await tx.alerts.listTargets()).length >= MOST) return { kind: 'too-many' };
        const address = addressIn(wanted, dependencies.allowHttp);
        if (address === undefined) return { kind: 'address-refused' };
        const secret = newSecret();
        const { name, kind, alerts = dependencies.allKinds } = wanted;
        const to = kind === 'mail' ? { kind, address } : { kind, address, secret };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        const id = ids() as AlertTargetId;
        await tx.alerts.addTarget({ id, name, to, alerts, isOff: false, createdAt: clock() });
        await record(tx, { id, action: 'added', by, now: clock() });
        return { kind: 'added', secret: kind === 'mail' ? undefined : shown(secret) };
      }),
    change: (id, change, by) =>
      act(dependencies, { id, action: actionOf(change), by }, async (tx, target) =>
        tx.alerts.changeTarget({
          ...target,
          name: change.name ?? target.name,
          alerts: change.alerts ?? target.alerts,
          isOff: change.isOff ?? target.isOff,
        }),
      ),
    remove: (id, by) =>
      act(dependencies, { id, action: 'removed', by }, (tx) => tx.alerts.removeTarget(id)),
    rotate: async (id, by) => {
      const secret = newSecret();
      const until = new Date(clock().getTime() + ROTATION_MS).toISOString();
      const rotated = await act(dependencies, { id, action: 'rotated', by }, async (tx, target) => {
        const { to } = target;
        if (to.kind === 'mail') return false;
        const previous = { secret: to.secret, until };
        return tx.alerts.changeTarget({ ...target, to: { ...to, secret, previous } });
      });
      return rotated ? shown(secret) : undefined;
    },
    test: (id, by) =>
      act(dependencies, { id, action: 'tested', by }, async (tx, target) => {
        await dependencies.enqueueAlert.first(tx, testOf(dependencies, target), clock());
        return true;
      }),
    replay: (id, by) => replayOne(dependencies, id, by),
  };
}

const actionOf = ({ isOff }: TargetChange): string => {
  if (isOff === undefined) return 'changed';
  return isOff ? 'switched_off' : 'switched_on';
};

const shown = (secret: string): string => `whsec_${secret}`;

function testOf({ naming, clock }: Dependencies, target: AlertTarget) {
  const now = clock();
  const body = JSON.stringify({ type: 'test', timestamp: now.toISOString(), data: {} });
  return { target, alert: 'test', words: wordsOf(naming, 'test', now), body } as const;
}

async function replayOne(dependencies: Dependencies, id: AlertId, by: By): Promise<boolean> {
  const { transact, enqueueAlert, naming, clock, wake } = dependencies;
  const done = await transact('fact', async (tx) => {
    const alert = await tx.alerts.find(id);
    const target = alert && (await tx.alerts.findTarget(alert.targetId));
    if (alert === undefined || target === undefined) return false;
    const words = wordsOf(naming, alert.alert, alert.createdAt);
    await enqueueAlert.again(tx, { alert, target, words }, clock());
    await record(tx, { id: target.id, action: 'replayed', by, now: clock() });
    return true;
  });
  if (done) wake();
  return done;
}

type Act = { readonly id: AlertTargetId; readonly action: string; readonly by: By };

/** The frame of everything that is done to a target; its record is written with it. */
async function act(
  { transact, clock, wake }: Dependencies,
  { id, action, by }: Act,
  work: (tx: Stores, target: AlertTarget) => Promise<boolean>,
): Promise<boolean> {
  const done = await transact('fact', async (tx) => {
    const target = await tx.alerts.findTarget(id);
    if (target === undefined || !(await work(tx, target))) return false;
    await record(tx, { id, action, by, now: clock() });
    return true;
  });
  if (done) wake();
  return done;
}

const record = (tx: Stores, { id, action, by, now }: Act & { readonly now: Date }) =>
  tx.audit.append(
    [
      {
        ...by,
        event: 'alert_target.changed',
        outcome: 'success',
        reason: action,
        target: { type: 'alert_target', id },
      },
    ],
    now,
  );

/** As it is kept; the address itself is judged again whenever something is sent there (K18). */
function addressIn({ kind, address }: NewTarget, allowHttp: boolean): string | undefined {
  const typed = address.trim();
  if (kind === 'mail') return MAIL.test(typed) && typed.length <= 254 ? typed : undefined;
  const url = URL.parse(typed);
  const isAllowed = url?.protocol === 'https:' || (allowHttp && url?.protocol === 'http:');
  // Names and passwords in an address are for somebody's log to find.
  return url === null || !isAllowed || url.username !== '' ? undefined : url.href;
}
