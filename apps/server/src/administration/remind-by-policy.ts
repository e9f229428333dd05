import { bestOf } from '#domain/coverage.ts';
import type { UserId } from '#domain/ids.ts';
import { LASTING } from '#domain/bound-authenticator.ts';
import { kindsAsGoodAs, sunsetsAhead } from '#domain/nudge.ts';
import { beginsAt, type Policy } from '#domain/policy.ts';
import type { Transact } from '#domain/write.ts';
import type { LivePolicy } from '#policy/ports.ts';
import { dayOf } from './count-coverage.ts';
import type { Place, PolicyPreview, RollOutStore } from './ports.ts';
import { remindOne, type ReminderStores, type Reminding } from './send-reminders.ts';

type Meta = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
};

type Dependencies = Omit<Reminding, 'transact'> & {
  readonly transact: Transact<ReminderStores & { readonly meta: Meta }>;
  readonly policy: Pick<LivePolicy, 'current'>;
  readonly policyPreview: Pick<PolicyPreview, 'listLockedOut'>;
  readonly rollOut: Pick<RollOutStore, 'due' | 'factsOf'>;
  readonly meta: Pick<Meta, 'get'>;
};

const DAY_MS = 24 * 60 * 60_000;
const STRETCH = 500;
const DONE = 'reminders.day';

/** So many days before. */
const STAGES = [1, 7, 30] as const;

/**
 * Once a day: whose methods end soon, then who has nothing. Two nodes that do it at once, or one that
 * is stopped in the middle and begins anew, tell nobody twice: the rows know.
 */
export function makeRemindByPolicy(dependencies: Dependencies): () => Promise<void> {
  const { policy, meta, transact, clock, wake } = dependencies;
  return async () => {
    const now = clock();
    const current = policy.current();
    const hasAny = current.reminders.on || current.sunset.rules.length > 0;
    if (!hasAny || (await meta.get(DONE)) === dayOf(now)) return;
    const sent = {
      sunset: await tellOfSunsets(dependencies, current, now),
      schedule: await remindDue(dependencies, current, now),
    };
    await transact('attempt', (tx) => tx.meta.set(DONE, dayOf(now)));
    if (sent.sunset + sent.schedule === 0) return;
    await transact('fact', ({ audit }) =>
      audit.append(
        [
          {
            event: 'reminder.sent',
            outcome: 'success',
            actor: { type: 'system', id: 'reminders' },
            detail: { cause: 'policy', ...sent },
          },
        ],
        now,
      ),
    );
    wake();
  };
}

async function tellOfSunsets(
  dependencies: Dependencies,
  policy: Policy,
  now: Date,
): Promise<number> {
  let sent = 0;
  for (const rule of sunsetsAhead(policy, now)) {
    const begins = beginsAt(rule);
    const days = Math.ceil((begins.getTime() - now.getTime()) / DAY_MS);
    const stage = STAGES.find((one) => days <= one);
    let after: Place | undefined;
    do {
      const page = { after, limit: STRETCH };
      const asked = { policy, at: begins };
      const { people, next } = await dependencies.policyPreview.listLockedOut(asked, page);
      const key = `sunset:${rule.from}:${stage ?? ''}`;
      sent += await remindAll(
        dependencies,
        people.map(({ id }) => id),
        (userId) => ({
          userId,
          about: { kind: 'sunset', begins },
          cause: 'sunset',
          key,
          by: BY,
          now,
        }),
      );
      after = next;
    } while (after !== undefined);
  }
  return sent;
}

const BY = 'policy';

async function remindDue(
  dependencies: Dependencies,
  { reminders }: Policy,
  now: Date,
): Promise<number> {
  if (!reminders.on) return 0;
  const { rollOut } = dependencies;
  const since = new Date(now.getTime() - reminders.everyDays * DAY_MS);
  const kinds = reminders.to === 'none' ? LASTING : kindsAsGoodAs('totp');
  let sent = 0;
  let after: UserId | undefined;
  do {
    const asked = { kinds, since, most: reminders.most, after, limit: STRETCH };
    const { users, next } = await rollOut.due(asked);
    const facts = await rollOut.factsOf(users);
    sent += await remindAll(dependencies, users, (userId) => ({
      userId,
      about: { kind: 'set-up', coveredBy: bestOf(facts.get(userId)?.kinds ?? []) },
      cause: 'schedule',
      key: `schedule:${dayOf(now)}`,
      by: BY,
      now,
    }));
    after = next;
  } while (after !== undefined);
  return sent;
}

type One = Parameters<typeof remindOne>[2];

const PER_TRANSACTION = 50;

async function remindAll(
  dependencies: Dependencies,
  ids: readonly UserId[],
  reminderOf: (userId: UserId) => One,
): Promise<number> {
  let sent = 0;
  for (let from = 0; from < ids.length; from += PER_TRANSACTION) {
    const some = ids.slice(from, from + PER_TRANSACTION);
    sent += await dependencies.transact('attempt', async (tx) => {
      let count = 0;
      for (const userId of some) {
        if (await remindOne(dependencies, tx, reminderOf(userId))) count += 1;
      }
      return count;
    });
  }
  return sent;
}
