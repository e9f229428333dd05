import { recordCsvHead, recordCsvLine } from '@proofup/contract/record-csv.ts';
import { SIGN_IN_EVENTS, signInReasonOf } from '@proofup/contract/sign-in-reasons.ts';
import { makeAskExports } from '#administration/ask-exports.ts';
import { makeReadMessages } from '#administration/read-messages.ts';
import { makeReadReports, type SignInReasons } from '#administration/read-reports.ts';
import { makeRunExports } from '#administration/run-exports.ts';
import type { Config } from '#config/config.ts';
import { loginKey } from '#directory/login-key.ts';
import { makeAdminExportRoutes } from '#http/routes/admin-exports-routes.ts';
import {
  makeAdminReportRoutes,
  makeAskedIn,
  makeViewRecords,
} from '#http/routes/admin-reports-routes.ts';
import type { Core } from './core.ts';

const EXPORTS_EVERY_MS = 1_000;

const reasons: SignInReasons = { events: SIGN_IN_EVENTS, reasonOf: signInReasonOf };

/** What the log is read for, page by page and as whole files. */
export function reportHandlers({ costs }: Config, core: Core) {
  const { stores } = core;
  const askedIn = makeAskedIn({ ...stores, loginKey });
  const viewRecords = makeViewRecords({
    ...stores,
    placeOf: core.placeOf,
    namesOfApplications: async () => {
      const lists = [stores.applications.list(), stores.relyingParties.list()] as const;
      return new Map((await Promise.all(lists)).flat().map(({ id, name }) => [id, name]));
    },
  });
  const job = core.addJob({
    name: 'exports',
    everyMs: EXPORTS_EVERY_MS,
    work: makeRunExports({
      ...core,
      ...stores,
      reasons,
      csv: {
        head: recordCsvHead(),
        lines: async (records) => (await viewRecords(records)).map(recordCsvLine).join(''),
      },
    }),
  });
  return {
    ...makeAdminReportRoutes({
      reports: makeReadReports({ ...core, ...stores, reasons }),
      viewRecords,
      askedIn,
    }),
    ...makeAdminExportRoutes({
      scopes: stores.scopes,
      askExports: makeAskExports({ ...core, ...stores, onAsked: () => job.wake() }),
      readMessages: makeReadMessages({ ...core, ...stores, prices: costs }),
      askedIn,
    }),
  };
}
