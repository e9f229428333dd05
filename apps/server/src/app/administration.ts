import { randomBytes } from 'node:crypto';
import { makeAddPhoneOf } from '#administration/add-phone-of.ts';
import { makeChangeTargets } from '#alerts/change-targets.ts';
import { makeBlock } from '#administration/block.ts';
import { makeChangeApiKeys } from '#administration/change-api-keys.ts';
import { makeChangeGroups } from '#administration/change-groups.ts';
import { makeClearMethods } from '#administration/clear-methods.ts';
import { makeCloseCase } from '#administration/close-case.ts';
import { makeConfirmCallerNumber } from '#administration/confirm-caller-number.ts';
import { makeDecideApproval, type Perform } from '#administration/decide-approval.ts';
import { makeDeleteAppPasswords } from '#administration/delete-app-passwords.ts';
import { makeForgetBrowsersOf } from '#administration/forget-browsers.ts';
import { makeIssueBypass } from '#administration/issue-bypass.ts';
import { makeIssuePass } from '#administration/issue-pass.ts';
import { makeReadBlocks } from '#administration/read-blocks.ts';
import { makeReadCase } from '#administration/read-case.ts';
import { makeReadUser } from '#administration/read-user.ts';
import { makeRemoveMethodOf } from '#administration/remove-method-of.ts';
import { makeRequestApproval } from '#administration/request-approval.ts';
import { makeResetPassword } from '#administration/reset-password.ts';
import { makeRevokeSessions } from '#administration/revoke-sessions.ts';
import { makeSearchUsers } from '#administration/search-users.ts';
import { makeSendCallerNumber } from '#administration/send-caller-number.ts';
import { makeSetPolicy } from '#administration/set-policy.ts';
import { makeSetLanguageOf } from '#administration/set-language.ts';
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
import { makeAdminApiKeyRoutes } from '#http/routes/admin-api-keys-routes.ts';
import { type ActOutcome, makeActs, type Operations, REFUSED } from '#http/routes/admin-acts.ts';
import { isAct, makeAdminApprovalRoutes, mayDo } from '#http/routes/admin-approval-routes.ts';
import { makeAdminCallerRoutes } from '#http/routes/admin-caller-routes.ts';
import { makeAdminAlertRoutes } from '#http/routes/admin-alerts-routes.ts';
import { makeAdminCaseRoutes } from '#http/routes/admin-cases-routes.ts';
import { makeAdminGroupRoutes } from '#http/routes/admin-groups-routes.ts';
import { makeAdminHelpRoutes } from '#http/routes/admin-help-routes.ts';
import { makeAdminPolicyRoutes } from '#http/routes/admin-policy-routes.ts';
import { makeAdminUserRoutes } from '#http/routes/admin-users-routes.ts';
import { makeDescribeActivity } from '#recovery/describe-activity.ts';
import { makeListSessions } from '#sessions/list-sessions.ts';
import type { Notices } from '#notices/ports.ts';
import type { Transact } from '#domain/write.ts';
import type { Stores } from '#sql/stores.ts';
import { ALERT_CATALOGUE } from './alerts.ts';
import type { Core } from './core.ts';
import { peopleHandlers } from './people.ts';
import { makeChangeBrand } from '#administration/change-brand.ts';
import { makeAdminBrandRoutes } from '#http/routes/admin-brand-routes.ts';
import { reachingOf } from './reaching.ts';
import { voiceHandlers } from './voice.ts';
import { rollOutHandlers } from './roll-out.ts';
import { reportHandlers } from './reports.ts';

const namingOf = (config: Config) => ({
  ...ALERT_CATALOGUE,
  publicUrl: config.publicUrl,
  get organisation() {
    return config.organisation;
  },
});

const brandHandlers = (core: Core) =>
  makeAdminBrandRoutes({ brand: core.brand, changeBrand: makeChangeBrand(core) });

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
      clock: core.clock,
    }),
    ...peopleHandlers(core, acting.readUser),
    ...brandHandlers(core),
    ...voiceHandlers(config, core),
    ...helpRoutes(config, core, acting),
    ...makeAdminCaseRoutes({
      ...stores,
      readCase: makeReadCase(core),
      takeCase: makeTakeCase(core),
      closeCase: makeCloseCase(core),
    }),
    ...makeAdminApiKeyRoutes({
      ...stores,
      changeApiKeys: makeChangeApiKeys({ ...core, reserved: keyNamesIn(config) }),
      clock: core.clock,
    }),
    ...makeAdminGroupRoutes({
      ...acting,
      groups: stores.groups,
      changeGroups: makeChangeGroups(core),
      setScope: makeSetScope(core),
    }),
    ...makeAdminPolicyRoutes({ ...core, ...stores, setPolicy: makeSetPolicy(core) }),
    ...makeAdminAlertRoutes({
      ...stores,
      changeTargets: makeChangeTargets({
        ...core,
        naming: namingOf(config),
        allKinds: ALERT_CATALOGUE.names,
        newSecret: () => randomBytes(32).toString('base64'),
        allowHttp: config.mode === 'evaluation',
      }),
    }),
    ...reportHandlers(config, core),
    ...rollOutHandlers(config, core),
  };
}

/** Of keys that are in the configuration. */
const keyNamesIn = ({ appPasswords }: Config): readonly string[] =>
  appPasswords.serviceKeys.map(({ name }) => name);

type Acting = Parameters<typeof makeAdminHelpRoutes>[0] extends infer All
  ? Omit<All & object, 'acts'>
  : never;

/** What is done to accounts, by whoever asks for it, or by a second person who agrees. */
function helpRoutes(config: Config, core: Core, acting: Acting) {
  const { stores, notices, transact } = core;
  const acts = makeActs(operationsOf(config, core, transact));
  const doing = { ...acting, ...stores, acts, clock: core.clock };
  return {
    ...makeAdminHelpRoutes({ ...acting, acts }),
    ...makeAdminCallerRoutes({
      ...doing,
      loginKey,
      ...callerChecksOf(config, core),
      readBlocks: makeReadBlocks(stores),
    }),
    ...makeAdminApprovalRoutes({
      ...doing,
      requestApproval: makeRequestApproval<Stores>({
        ...core,
        notices,
        desk: { ids: core.ids, mailTo: config.casesMailTo },
      }),
      decide: makeDecideApproval<Stores, ActOutcome>({
        ...core,
        ...stores,
        notices,
        perform: performWith(config, core),
        isRefusal: (outcome) =>
          typeof outcome === 'object' &&
          outcome !== null &&
          'kind' in outcome &&
          String(outcome.kind) in REFUSED,
        mayDo,
      }),
    }),
  };
}

/** The act that was asked for, in a transaction that takes the request off the list first. */
const performWith =
  (config: Config, core: Core): Perform<Stores, ActOutcome> =>
  async (transact, { act, userId, details }, order) => {
    const target = await core.stores.users.find(userId);
    if (target === undefined || !isAct(act)) throw new Error('an act on nobody');
    const acts = makeActs(operationsOf(config, core, transact));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the contract when it was asked for
    return acts[act]({ target, body: JSON.parse(details) as never }, order);
  };

function callerChecksOf(config: Config, core: Core) {
  const reaching = reachingOf(config, core);
  return {
    sendCallerNumber: makeSendCallerNumber({
      ...core,
      ...reaching,
      get organisation() {
        return config.organisation;
      },
    }),
    confirmCallerNumber: makeConfirmCallerNumber({ ...core, lanesOf: reaching.lanesOfTypist }),
  };
}

function operationsOf(config: Config, core: Core, transact: Transact<Stores>): Operations {
  const { casesMailTo, countries, phones, helpDesk } = config;
  const notices: Notices<Stores> = core.notices;
  const doing = { ...core, transact, notices, ...helpDesk };
  return {
    clearMethods: makeClearMethods({ ...doing, alarm: { ids: core.ids, mailTo: casesMailTo } }),
    deleteAppPasswords: makeDeleteAppPasswords(doing),
    forgetBrowsers: makeForgetBrowsersOf(doing),
    revokeSessions: makeRevokeSessions(doing),
    resetPassword: makeResetPassword(doing),
    block: makeBlock(doing),
    unblock: makeUnblock(doing),
    issuePass: makeIssuePass(doing),
    issueBypass: makeIssueBypass(doing),
    removeMethod: makeRemoveMethodOf(doing),
    addPhone: makeAddPhoneOf({
      ...doing,
      parseNumber,
      countries,
      forbiddenFor: phones.forbiddenFor,
    }),
    bypassSeconds: helpDesk.bypassSeconds,
    setState: makeSetState(doing),
    setRole: makeSetRole(doing),
    setLanguage: makeSetLanguageOf(doing),
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
