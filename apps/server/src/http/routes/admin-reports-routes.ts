import type { RecordView } from '@proofup/contract/schemas.ts';
import { applicationOf } from '#administration/application-of.ts';
import type { UserDirectory } from '#administration/ports.ts';
import type { ReadReports } from '#administration/read-reports.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { signedInAs } from './admin-act.ts';
import type { AskedIn } from './admin-exports-routes.ts';
import { accountsIn, viewRecord } from './admin-views.ts';

type Dependencies = {
  readonly reports: ReadReports;
  readonly viewRecords: ViewRecords;
  readonly askedIn: AskedIn;
};

/** With the names that people know each other by. */
export type ViewRecords = (records: readonly AuditRow[]) => Promise<RecordView[]>;

export const makeViewRecords =
  ({
    userDirectory,
    namesOfApplications,
    placeOf,
  }: Pick<Parameters<typeof viewRecord>[1], 'placeOf'> & {
    readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
    /** By identifier, tenants as well. */
    readonly namesOfApplications: () => Promise<ReadonlyMap<string, string>>;
  }): ViewRecords =>
  async (records) => {
    const [logins, applications] = await Promise.all([
      userDirectory.loginsOf(accountsIn(records)),
      records.some((record) => applicationOf(record) !== undefined)
        ? namesOfApplications()
        : new Map<string, string>(),
    ]);
    return records.map((record) => viewRecord(record, { logins, applications, placeOf }));
  };

type Finding = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly loginKey: (typed: string) => string | undefined;
};

export const makeAskedIn =
  ({ users, loginKey }: Finding): AskedIn =>
  async ({ login, from, to, ...asked }) => {
    const range = { from: timeOf(from), to: timeOf(to) };
    if (login === undefined) return { ...asked, ...range };
    const key = loginKey(login);
    const account = key === undefined ? undefined : await users.findByLoginKey(key);
    return account && { ...asked, ...range, accountId: account.id };
  };

const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

export function makeAdminReportRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'readReport' | 'getAttempt'> {
  const { reports, viewRecords, askedIn } = dependencies;
  return {
    readReport: async ({ caller, body: { after, ...body } }) => {
      const asked = await askedIn(body);
      if (asked === undefined) return ok({ records: [] });
      const place = parseMoment(after);
      const { records, next } = await reports.list(asked, place, signedInAs(caller));
      return ok({
        records: await viewRecords(records),
        ...printMoment(next),
      });
    },
    getAttempt: async ({ caller, params }) => {
      const records = await reports.attempt(params.correlationId, signedInAs(caller));
      return records.length === 0
        ? problem('not_found')
        : ok({ records: await viewRecords(records) });
    },
  };
}
