import type { MessageRowView, ReportExportView } from '@proofup/contract/schemas.ts';
import { isWithinScope, type ScopeStores } from '#administration/is-within-scope.ts';
import type { AskExports } from '#administration/ask-exports.ts';
import type { ExportOwner, ReportAsked, ReportExport } from '#administration/ports.ts';
import type { ReadMessages } from '#administration/read-messages.ts';
import type { ExportId } from '#domain/ids.ts';
import type { StaffCaller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = ScopeStores & {
  readonly askExports: AskExports;
  readonly readMessages: ReadMessages;
  /** Undefined: there is nobody of that name. */
  readonly askedIn: AskedIn;
};

type AskedBody = Omit<ReportAsked, 'accountId' | 'from' | 'to'> & {
  readonly login?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Looks up whose report it is; undefined: there is nobody of that name. */
export type AskedIn = (body: AskedBody) => Promise<ReportAsked | undefined>;

type ExportRoutes = Pick<
  Handlers,
  'beginExport' | 'listExports' | 'readExportPart' | 'removeExport' | 'readMessages'
>;

export function makeAdminExportRoutes(dependencies: Dependencies): ExportRoutes {
  const { askExports, readMessages, askedIn } = dependencies;
  const listOf = async (caller: StaffCaller) =>
    ok({ exports: (await askExports.listOf(ownerIn(caller))).map(viewExport) });
  return {
    beginExport: async ({ caller, body }) => {
      // A whole file is about everybody: for those who look after everybody.
      const isWithin = await isWithinScope(dependencies, signedInAs(caller), undefined);
      if (!isWithin) return problem('out_of_reach');
      const asked = await askedIn(body);
      if (asked === undefined) return problem('not_found');
      const isBegun = await askExports.begin(asked, whoIs(caller));
      return isBegun ? listOf(caller) : problem('limit_reached');
    },
    listExports: async ({ caller }) => listOf(caller),
    readExportPart: async ({ caller, params, body: { part = 0 } }) => {
      const isWithin = await isWithinScope(dependencies, signedInAs(caller), undefined);
      const found = isWithin && (await askExports.part(idIn(params), part, whoIs(caller)));
      if (found === false || found === undefined) return problem('not_found');
      return ok({ text: found.text, ...present('next', found.next) });
    },
    removeExport: async ({ caller, params }) => {
      const isGone = await askExports.remove(idIn(params), ownerIn(caller));
      return isGone ? listOf(caller) : problem('not_found');
    },
    readMessages: async ({ caller, body: { from, to } }) => {
      // Counted by country, not by person: they are about everybody.
      const isWithin = await isWithinScope(dependencies, signedInAs(caller), undefined);
      if (!isWithin) return problem('out_of_reach');
      const range = { from: from && new Date(from), to: to && new Date(to) };
      const { currency, rows } = await readMessages(
        { from: range.from || undefined, to: range.to || undefined },
        signedInAs(caller),
      );
      return ok({
        currency,
        rows: rows.map(
          ({ cost, ...row }): MessageRowView => ({ ...row, ...present('cost', cost) }),
        ),
      });
    },
  };
}

const ownerIn = (caller: StaffCaller): ExportOwner =>
  caller.key === undefined ? { userId: caller.user.id } : { keyName: caller.key.name };

const whoIs = (caller: StaffCaller) => ({ ...signedInAs(caller), owner: ownerIn(caller) });

const idIn = ({ exportId }: { readonly exportId: string }): ExportId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  exportId as ExportId;

const viewExport = (one: ReportExport): ReportExportView => ({
  id: one.id,
  report: one.asked.report,
  state: one.state,
  lines: one.lines,
  percent: one.percent,
  parts: one.parts,
  askedAt: one.createdAt.toISOString(),
  expiresAt: one.expiresAt.toISOString(),
});
