import type { RecordPlace, UserDirectory } from '#administration/ports.ts';
import type { ReadReports } from '#administration/read-reports.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { PlaceOf } from '#domain/places.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { signedInAs } from './admin-act.ts';
import { accountsIn, viewRecord } from './admin-views.ts';

type Dependencies = {
  readonly reports: ReadReports;
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly placeOf: PlaceOf;
};

export function makeAdminReportRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'readReport' | 'getAttempt'> {
  const { reports, users, userDirectory, loginKey, placeOf } = dependencies;
  const view = async (records: readonly AuditRow[]) => {
    const logins = await userDirectory.loginsOf(accountsIn(records));
    return records.map((record) => viewRecord(record, { logins, placeOf }));
  };
  const accountOf = async (login: string) => {
    const key = loginKey(login);
    return key === undefined ? undefined : users.findByLoginKey(key);
  };
  return {
    readReport: async ({ caller, body }) => {
      const { report, login, outcome, from, to, after } = body;
      const account = login === undefined ? undefined : await accountOf(login);
      if (login !== undefined && account === undefined) return ok({ records: [] });
      const request = {
        report,
        outcome,
        accountId: account?.id,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        after: after === undefined ? undefined : parsePlace(after),
      };
      const { records, next } = await reports.list(request, signedInAs(caller));
      return ok({
        records: await view(records),
        ...(next === undefined ? {} : { next: `${next.time}.${next.id}` }),
      });
    },
    getAttempt: async ({ caller, params }) => {
      const records = await reports.attempt(params.correlationId, signedInAs(caller));
      return records.length === 0 ? problem('not_found') : ok({ records: await view(records) });
    },
  };
}

function parsePlace(text: string): RecordPlace | undefined {
  const [time = '', id = ''] = text.split('.');
  return /^[0-9]{1,15}$/.test(time) ? { time: Number(time), id } : undefined;
}
