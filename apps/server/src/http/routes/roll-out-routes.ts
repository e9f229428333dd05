import type { RollOutPersonView } from '@proofup/contract/schemas.ts';
import type { ListRollOut, RollOutPerson } from '#administration/list-roll-out.ts';
import type { Order } from '#administration/order.ts';
import type { ListReminders } from '#administration/list-reminders.ts';
import type { Place } from '#administration/ports.ts';
import type { ReadCoverage } from '#administration/read-coverage.ts';
import type { RecordSearch } from '#administration/record-search.ts';
import type { SendReminders } from '#administration/send-reminders.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parsePlace, printPlace } from '../place.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly readCoverage: ReadCoverage;
  readonly listRollOut: ListRollOut;
  readonly recordSearch: RecordSearch;
  readonly sendReminders: SendReminders;
  readonly listReminders: ListReminders;
};

type RollOutRoutes = Pick<
  Handlers,
  'getCoverage' | 'listRollOut' | 'sendReminders' | 'listReminders'
>;

const PER_PAGE = 50;

type Filter = {
  readonly coveredBy?: RollOutPersonView['coveredBy'] | undefined;
  readonly state?: RollOutPersonView['state'] | undefined;
  readonly group?: string | undefined;
};

const filterOf = ({ coveredBy, state, group }: Filter) => ({
  coveredBy,
  state,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one has no members
  group: group as GroupId | undefined,
});

/** `bad`: it is no place of ours. */
const placeIn = (after: string | undefined): Place | undefined | 'bad' =>
  after === undefined ? undefined : (parsePlace(after) ?? 'bad');

const nextOf = (next: Place | undefined) => (next === undefined ? {} : { next: printPlace(next) });

export function makeRollOutRoutes(dependencies: Dependencies): RollOutRoutes {
  return {
    getCoverage: async ({ caller }) => {
      const { coverage, countedAt, groups, trend } = await dependencies.readCoverage(
        signedInAs(caller),
      );
      return ok({
        coverage,
        countedAt: countedAt.toISOString(),
        groups: groups.map(({ group: { id, name }, coverage: own }) => ({
          id,
          name,
          coverage: own,
        })),
        trend: trend.map(({ day, coverage: then }) => ({ day, coverage: then })),
      });
    },
    listRollOut: async ({ caller, body: { after, ...given } }) => {
      const place = placeIn(after);
      if (place === 'bad') return problem('invalid_request');
      const by: Omit<Order, 'reason'> = signedInAs(caller);
      const filter = filterOf(given);
      await dependencies.recordSearch(filter, by);
      const asked = { filter, after: place, limit: PER_PAGE };
      const { people, next } = await dependencies.listRollOut(asked, by);
      return ok({ people: people.map(viewPerson), ...nextOf(next) });
    },
    sendReminders: async ({ caller, body: { reason, userIds, after, ...given } }) => {
      const place = placeIn(after);
      if (place === 'bad') return problem('invalid_request');
      const chosen =
        userIds === undefined
          ? ({ kind: 'filter', filter: filterOf(given), after: place } as const)
          : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- unknown ones are not found
            ({ kind: 'people', ids: userIds as UserId[] } as const);
      const order = { ...signedInAs(caller), reason };
      const { sent, skipped, next } = await dependencies.sendReminders(chosen, order);
      return ok({ sent, skipped, ...nextOf(next) });
    },
    listReminders: async ({ caller, query: { before } }) => {
      const place = placeIn(before);
      if (place === 'bad') return problem('invalid_request');
      const { reminders, next } = await dependencies.listReminders(place, signedInAs(caller));
      return ok({
        reminders: reminders.map(({ userId, login, at, cause, by }) => ({
          user: { id: userId, login },
          at: at.toISOString(),
          cause,
          by,
        })),
        ...nextOf(next),
      });
    },
  };
}

const viewPerson = (one: RollOutPerson): RollOutPersonView => ({
  id: one.id,
  login: one.login,
  displayName: one.displayName,
  ...(one.email === undefined ? {} : { email: one.email }),
  state: one.state,
  coveredBy: one.coveredBy,
  methods: [...one.kinds],
  reminders: one.reminders,
  ...(one.remindedAt === undefined ? {} : { remindedAt: one.remindedAt.toISOString() }),
  ...(one.graceUntil === undefined ? {} : { graceUntil: one.graceUntil.toISOString() }),
});
