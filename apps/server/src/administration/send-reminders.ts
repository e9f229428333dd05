import type { AuditLog } from '#audit/ports.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { bestOf } from '#domain/coverage.ts';
import type { OutboxId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { dayOf } from './count-coverage.ts';
import { type ScopeStores, staffIdOf } from './is-within-scope.ts';
import type { ListRollOut, RollOutFilter } from './list-roll-out.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { Place, ReminderCause, RollOutStore } from './ports.ts';
import { composeReminder, type Naming, type ReminderAbout } from './reminder-mail.ts';

export type ReminderStores = {
  readonly rollOut: Pick<RollOutStore, 'addReminder'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly audit: AuditLog;
};

export type Reminding = {
  readonly transact: Transact<ReminderStores>;
  readonly naming: Naming;
  /** Without a way for mail nobody is told, and nobody counted as told. */
  readonly reach: { readonly mail: boolean };
  readonly ids: () => string;
  readonly wake: () => void;
  readonly clock: Clock;
};

type Dependencies = Reminding & {
  readonly rollOut: Pick<RollOutStore, 'factsOf'>;
  readonly list: ListRollOut;
  readonly scopes: ScopeStores['scopes'];
};

type Chosen =
  | { readonly kind: 'people'; readonly ids: readonly UserId[] }
  | { readonly kind: 'filter'; readonly filter: RollOutFilter; readonly after: Place | undefined };

/** `skipped`: safe already, told that day already, or without a mail address. */
export type Reminded = {
  readonly sent: number;
  readonly skipped: number;
  readonly next: Place | undefined;
};

export type SendReminders = (chosen: Chosen, order: Order) => Promise<Reminded>;

/** People of one call; whoever wants more goes on where it ended. */
const PER_CALL = 100;

/** By hand, of those whom whoever asks looks after. */
export function makeSendReminders(dependencies: Dependencies): SendReminders {
  const { transact, clock, wake } = dependencies;
  return async (chosen, order) => {
    const { ids, skipped, next } = await choose(dependencies, chosen, order);
    const facts = await dependencies.rollOut.factsOf(ids);
    const now = clock();
    const sent = await transact('fact', async (tx) => {
      let count = 0;
      for (const userId of ids) {
        const coveredBy = bestOf(facts.get(userId)?.kinds ?? []);
        if (coveredBy === 'app' || coveredBy === 'passkey') continue;
        const told = {
          cause: 'by-hand',
          key: `by-hand:${dayOf(now)}`,
          by: order.operator,
        } as const;
        const about = { kind: 'set-up', coveredBy } as const;
        if (await remindOne(dependencies, tx, { userId, about, now, ...told })) count += 1;
      }
      const detail = { cause: 'by-hand', sent: count, looked: ids.length, why: order.reason };
      await tx.audit.append(
        [{ event: 'reminder.sent', outcome: 'success', detail, ...actorOfOrder(order) }],
        now,
      );
      return count;
    });
    wake();
    return { sent, skipped: skipped + ids.length - sent, next };
  };
}

async function choose({ list, scopes }: Dependencies, chosen: Chosen, order: Order) {
  if (chosen.kind === 'filter') {
    const asked = { filter: chosen.filter, after: chosen.after, limit: PER_CALL };
    const { people, next } = await list(asked, order);
    return { ids: people.map(({ id }) => id), skipped: 0, next };
  }
  const staffId = staffIdOf(order);
  const seen = staffId === undefined ? undefined : await scopes.within(staffId, chosen.ids);
  const ids = chosen.ids.filter((id) => seen?.has(id) !== false);
  return { ids, skipped: chosen.ids.length - ids.length, next: undefined };
}

type One = {
  readonly userId: UserId;
  readonly about: ReminderAbout;
  readonly cause: ReminderCause;
  /** What nobody is told twice. */
  readonly key: string;
  readonly by: string;
  readonly now: Date;
};

const MAIL_LIFE_MS = 24 * 60 * 60_000;

/** The row and the mail in one transaction: one a day and person, whoever asks for it. */
export async function remindOne(
  { naming, reach, ids }: Pick<Reminding, 'naming' | 'reach' | 'ids'>,
  tx: Omit<ReminderStores, 'audit'>,
  { userId, about, cause, key, by, now }: One,
): Promise<boolean> {
  const user = await tx.users.find(userId);
  if (user?.active !== true || user.email === undefined || !reach.mail) return false;
  const reminder = { userId, at: now, day: dayOf(now), about: key, cause, by };
  if (!(await tx.rollOut.addReminder(reminder))) return false;
  await tx.outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId,
    challengeId: undefined,
    message: { kind: 'mail', to: user.email, ...composeReminder(naming, user, about) },
    createdAt: now,
    expiresAt: new Date(now.getTime() + MAIL_LIFE_MS),
  });
  return true;
}
