import { makeBlock } from '#administration/block.ts';
import { makeChangeGroups } from '#administration/change-groups.ts';
import { makeClearMethods } from '#administration/clear-methods.ts';
import { makeCloseCase } from '#administration/close-case.ts';
import { makeDeleteAppPasswords } from '#administration/delete-app-passwords.ts';
import { makeForgetBrowsersOf } from '#administration/forget-browsers.ts';
import { makeIssuePass } from '#administration/issue-pass.ts';
import { makeReadCase } from '#administration/read-case.ts';
import { makeReadReports } from '#administration/read-reports.ts';
import { makeReadUser } from '#administration/read-user.ts';
import { makeResetPassword } from '#administration/reset-password.ts';
import { makeRevokeSessions } from '#administration/revoke-sessions.ts';
import { makeSearchUsers } from '#administration/search-users.ts';
import { makeSetPolicy } from '#administration/set-policy.ts';
import { makeSetRole } from '#administration/set-role.ts';
import { makeSetScope } from '#administration/set-scope.ts';
import { makeSetState } from '#administration/set-state.ts';
import { makeTakeCase } from '#administration/take-case.ts';
import { makeUnblock } from '#administration/unblock.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import type { Config } from '#config/config.ts';
import { loginKey } from '#directory/login-key.ts';
import type { UserId } from '#domain/ids.ts';
import { isRemembered, rememberedUntil } from '#domain/remembered-browser.ts';
import { makeAdminCaseRoutes } from '#http/routes/admin-cases-routes.ts';
import { makeAdminGroupRoutes } from '#http/routes/admin-groups-routes.ts';
import { makeAdminHelpRoutes } from '#http/routes/admin-help-routes.ts';
import { makeAdminPolicyRoutes } from '#http/routes/admin-policy-routes.ts';
import { makeAdminReportRoutes } from '#http/routes/admin-reports-routes.ts';
import { makeAdminUserRoutes } from '#http/routes/admin-users-routes.ts';
import { makeDescribeActivity } from '#recovery/describe-activity.ts';
import { makeListSessions } from '#sessions/list-sessions.ts';
import type { Notices } from '#notices/ports.ts';
import type { Stores } from '#sql/stores.ts';
import type { Core } from './core.ts';

/** What the staff does, by the same operations as the command line. */
export function administrationHandlers(config: Config, core: Core) {
  const { stores } = core;
  const acting = {
    users: stores.users,
    scopes: stores.scopes,
    readUser: readerOf(config, core),
    placeOf: core.placeOf,
    recordRefusal: core.refusals.record,
  };
  return {
    ...makeAdminUserRoutes({
      ...acting,
      searchUsers: makeSearchUsers({
        ...core,
        ...stores,
        numberHashOf: numberHashOf(config, core),
      }),
      describeActivity: makeDescribeActivity(stores),
    }),
    ...makeAdminHelpRoutes({ ...acting, ...helpOf(config, core) }),
    ...makeAdminCaseRoutes({
      ...stores,
      readCase: makeReadCase(core),
      takeCase: makeTakeCase(core),
      closeCase: makeCloseCase(core),
    }),
    ...makeAdminGroupRoutes({
      ...acting,
      groups: stores.groups,
      changeGroups: makeChangeGroups(core),
      setScope: makeSetScope(core),
    }),
    ...makeAdminPolicyRoutes({ ...core, ...stores, setPolicy: makeSetPolicy(core) }),
    ...makeAdminReportRoutes({
      ...stores,
      reports: makeReadReports({ ...core, ...stores }),
      loginKey,
      placeOf: core.placeOf,
    }),
  };
}

function helpOf({ casesMailTo }: Config, core: Core) {
  const notices: Notices<Stores> = core.notices;
  const doing = { ...core, notices };
  return {
    clearMethods: makeClearMethods({ ...doing, alarm: { ids: core.ids, mailTo: casesMailTo } }),
    deleteAppPasswords: makeDeleteAppPasswords(doing),
    forgetBrowsers: makeForgetBrowsersOf(core),
    revokeSessions: makeRevokeSessions(doing),
    resetPassword: makeResetPassword(core),
    block: makeBlock(doing),
    unblock: makeUnblock(doing),
    issuePass: makeIssuePass(doing),
    setState: makeSetState(core),
    setRole: makeSetRole(doing),
  };
}

function readerOf({ sessions: limits }: Config, core: Core) {
  const { stores, remember, clock } = core;
  return makeReadUser({
    ...core,
    ...stores,
    sessionsOf: makeListSessions({ ...core, ...stores, limits }),
    browsersOf: async (userId: UserId) =>
      (await stores.rememberedBrowsers.list(userId))
        .filter((browser) => isRemembered(browser, remember, clock()))
        .map((browser) => ({ ...browser, until: rememberedUntil(browser, remember) })),
  });
}

const numberHashOf =
  ({ countries }: Config, { tokens }: Core) =>
  (typed: string): string | undefined => {
    const [country = 'US'] = countries.texts;
    const parsed = parseNumber(typed, country);
    return parsed && tokens.hash('number', parsed.e164);
  };
