import { randomBytes } from 'node:crypto';
import { makeClaimBootstrap } from '#administration/claim-bootstrap.ts';
import { endEverything } from '#administration/end-everything.ts';
import { describeActivation } from '#authenticators/device/activation.ts';
import { listOpenCountries } from '#authenticators/phone/countries.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { describeTotpEnrolment, makeTotpSecret } from '#authenticators/totp/enrolment.ts';
import type { Config } from '#config/config.ts';
import {
  ACTIVATION_CODE_LENGTH,
  APP_PASSWORD_LENGTH,
  printCode,
  RECOVERY_CODE_LENGTH,
  randomCode,
} from '#crypto/random-code.ts';
import { makeChangePassword } from '#directory/change-password.ts';
import { makeChangePasswordInSignIn } from '#directory/change-password-in-sign-in.ts';
import { makeForgotPassword } from '#directory/forgot-password.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makeResetPassword } from '#directory/reset-password.ts';
import { makeCookies } from '#http/cookies.ts';
import type { Handlers } from '#http/handler.ts';
import { makeActivityRoutes } from '#http/routes/activity-routes.ts';
import { makeAppPasswordRoutes } from '#http/routes/app-password-routes.ts';
import { makeAppRoutes } from '#http/routes/app-routes.ts';
import { makeBindingRoutes } from '#http/routes/binding-routes.ts';
import { makeInstallationRoutes } from '#http/routes/installation-routes.ts';
import { makePasswordRoutes } from '#http/routes/password-routes.ts';
import { makeRememberedBrowserRoutes } from '#http/routes/remembered-browser-routes.ts';
import { makeSecurityInfoRoutes } from '#http/routes/security-info-routes.ts';
import { makePersonRoutes } from '#http/routes/person-routes.ts';
import { makeSessionRoutes } from '#http/routes/session-routes.ts';
import { makeSignInRoutes } from '#http/routes/sign-in-routes.ts';
import { makeDescribeActivity } from '#recovery/describe-activity.ts';
import { makeDisownActivity } from '#recovery/disown-activity.ts';
import { makeReportProblem } from '#recovery/report-problem.ts';
import { makeStopAccount } from '#recovery/stop-account.ts';
import { makeUseFreezeLink } from '#recovery/use-freeze-link.ts';
import { makeBindApp } from '#security-info/bind-app.ts';
import { makeBindDevice } from '#security-info/bind-device.ts';
import { makeBindHardwareToken } from '#security-info/bind-hardware-token.ts';
import { makeListMyApps } from '#relying-parties/list-my-apps.ts';
import { makeChooseLanguage } from '#security-info/choose-language.ts';
import { makeBindPasskey } from '#security-info/bind-passkey.ts';
import { makeBindPhone } from '#security-info/bind-phone.ts';
import { makeChallengeBinding } from '#security-info/challenge-binding.ts';
import {
  makeCancelBinding,
  makeRemoveMethod,
  makeRenameMethod,
  makeSetPreferredOption,
} from '#security-info/change-methods.ts';
import { makeConfirmBinding } from '#security-info/confirm-binding.ts';
import { makeCreateAppPassword } from '#security-info/create-app-password.ts';
import { makeDeleteAppPassword } from '#security-info/delete-app-password.ts';
import { makeDescribeBinding, makeDescribeMethods } from '#security-info/describe.ts';
import { makeGenerateRecoveryCodes } from '#security-info/generate-recovery-codes.ts';
import { makeEndOneSession, makeEndOtherSessions } from '#sessions/end-other-sessions.ts';
import { makeSlotsFor } from '#security-info/offers.ts';
import { makeEndSession } from '#sessions/end-session.ts';
import { makeListSessions } from '#sessions/list-sessions.ts';
import { makeForgetBrowsers } from '#sessions/forget-browsers.ts';
import { makeListRemembered } from '#sessions/list-remembered.ts';
import { makeBeginSignIn } from '#sign-in/begin.ts';
import { makeBeginPasskey } from '#sign-in/begin-passkey.ts';
import { makeBeginStepUp } from '#sign-in/begin-step-up.ts';
import { makeCancelSignIn } from '#sign-in/cancel.ts';
import { makeConcludeSignIn } from '#sign-in/conclude.ts';
import { makeDescribeSignIn } from '#sign-in/describe.ts';
import { makeFinishSignIn } from '#sign-in/finish.ts';
import { makeFinishSetUp } from '#sign-in/finish-set-up.ts';
import { makeFinishTasks } from '#sign-in/finish-tasks.ts';
import { makeOpenSetUp } from '#sign-in/open-set-up.ts';
import { makePostponeTask } from '#sign-in/postpone-task.ts';
import { makeSignInWithPasskey } from '#sign-in/sign-in-with-passkey.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import { makeCompleteSignIn, makeVerifyChallenge } from '#sign-in/verify-challenge.ts';
import { makeVerifyAppPassword } from '#sign-in/verify-app-password.ts';
import { administrationHandlers } from './administration.ts';
import { relyingPartyHandlers } from './relying-parties.ts';
import { verificationHandlers } from './verification.ts';
import type { Waiting } from '#http/waiting.ts';
import type { Core } from './core.ts';

/** One handler per endpoint of the contract. */
export const makeHandlers = (config: Config, core: Core, waiting: Waiting): Handlers => ({
  ...signInHandlers(config, core),
  ...passwordHandlers(config, core),
  ...securityInfoHandlers(config, core),
  ...bindingHandlers(config, core),
  ...recoveryHandlers(core),
  ...makeAppRoutes({ listMyApps: makeListMyApps(core.stores) }),
  ...installationHandlers(config, core),
  ...trustHandlers(core),
  ...appPasswordHandlers(config, core),
  ...administrationHandlers(config, core),
  ...verificationHandlers(config, core, waiting),
  ...relyingPartyHandlers(config, core),
});

function signInHandlers(config: Config, core: Core) {
  const { stores, tokens, signals, engine } = core;
  const { publicUrl, sessions: limits } = config;
  const { holdMs } = config.newPlaces;
  const finish = makeFinishSignIn({ ...core, limits, holdMs });
  const conclude = makeConcludeSignIn({ ...core, finish, holdMs });
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  const acting = { ...core, ...stores, prove: engine.prove, conclude };
  return {
    ...makeSignInRoutes({
      begin: makeBeginSignIn({ ...core, ...stores, loginKey, startChallenge, conclude }),
      beginPasskey: makeBeginPasskey(core),
      signInWithPasskey: makeSignInWithPasskey({ ...core, ...stores, finish }),
      beginStepUp: makeBeginStepUp({ ...core, ...stores, startChallenge }),
      startChallenge,
      verify: makeVerifyChallenge(acting),
      complete: makeCompleteSignIn(acting),
      finishSetUp: makeFinishSetUp({ ...core, ...stores, conclude, signals }),
      finishTasks: makeFinishTasks({ ...core, ...stores, finish, signals }),
      postponeTask: makePostponeTask({ ...core, finish }),
      openSetUp: makeOpenSetUp(core),
      cancel: makeCancelSignIn(core),
      describe: describeSignIn(config, core),
      tokens,
      cookies: makeCookies(publicUrl),
      publicUrl,
    }),
    ...makePersonRoutes({
      chooseLanguage: makeChooseLanguage({ ...core, voice: core.stores.voice }),
    }),
    ...makeSessionRoutes({
      ...core,
      endSession: makeEndSession(core),
      listSessions: makeListSessions({ ...core, ...stores, limits }),
      endOneSession: makeEndOneSession(core),
      endOtherSessions: makeEndOtherSessions(core),
      cookies: makeCookies(publicUrl),
    }),
  };
}

const describeSignIn = ({ appPasswords }: Config, core: Core) =>
  makeDescribeSignIn({
    ...core,
    ...core.stores,
    describeChallenge: core.engine.describe,
    appPasswords,
  });

function passwordHandlers(config: Config, core: Core) {
  const { helpContact, publicUrl, recovery } = config;
  const { stores, tokens } = core;
  const changing = { ...core, ...stores };
  return makePasswordRoutes({
    changePassword: makeChangePassword(changing),
    changePasswordInSignIn: makeChangePasswordInSignIn(changing),
    forgotPassword: makeForgotPassword({
      ...core,
      loginKey,
      mail: {
        get organisation() {
          return config.organisation;
        },
        helpContact,
        publicUrl,
        isPossible: core.reach.mail,
      },
      waitMs: recovery.waitHours * HOUR_MS,
    }),
    resetPassword: makeResetPassword(changing),
    describe: describeSignIn(config, core),
    tokens,
  });
}

const HOUR_MS = 60 * 60_000;

const slotsForOf = ({ countries, phones }: Config) => makeSlotsFor({ ...phones, countries });

function securityInfoHandlers(config: Config, core: Core) {
  const systemPreferred = () => config.systemPreferred;
  const offers = () => ({
    rememberedBrowsers: config.rememberBrowsers.enabled,
    appPasswords: config.appPasswords.enabled,
  });
  const describing = {
    ...core,
    ...core.stores,
    systemPreferred,
    offers,
    slotsFor: slotsForOf(config),
  };
  return makeSecurityInfoRoutes({
    describe: makeDescribeMethods(describing),
    setPreferredOption: makeSetPreferredOption({ ...core, systemPreferred }),
    renameMethod: makeRenameMethod(core),
    removeMethod: makeRemoveMethod(core),
    tokens: core.tokens,
  });
}

function bindingHandlers(config: Config, core: Core) {
  const { countries, phones, authenticator } = config;
  const { stores, engine } = core;
  return makeBindingRoutes({
    users: stores.users,
    bindings: stores.bindings,
    bindPhone: makeBindPhone({ ...core, ...phones, parseNumber }),
    bindApp: makeBindApp({ ...core, makeSecret: makeTotpSecret }),
    bindPasskey: makeBindPasskey({ ...core, ...stores }),
    bindHardwareToken: makeBindHardwareToken(core),
    bindDevice: makeBindDevice({
      ...core,
      makeLinkCode: () => randomBytes(16).toString('base64url'),
      makeTypedCode: () => randomCode(ACTIVATION_CODE_LENGTH),
    }),
    authenticatorUrl: authenticator?.publicUrl,
    describeActivation,
    placeOf: core.placeOf,
    challengeBinding: makeChallengeBinding({ ...core, ...stores, readPhone }),
    confirmBinding: makeConfirmBinding({ ...core, ...stores }),
    cancelBinding: makeCancelBinding(core),
    generateRecoveryCodes: makeGenerateRecoveryCodes({
      ...core,
      makeCode: () => printCode(randomCode(RECOVERY_CODE_LENGTH)),
    }),
    describe: makeDescribeBinding({ ...core, ...stores, describeChallenge: engine.describe }),
    describeEnrolment: describeTotpEnrolment,
    slotsFor: slotsForOf(config),
    demandOf: core.demandOf,
    countries: () => listOpenCountries(countries),
    get organisation() {
      return config.organisation;
    },
  });
}

function recoveryHandlers(core: Core) {
  const stopAccount = makeStopAccount({ ...core, endEverything });
  const acting = { ...core, stopAccount };
  return makeActivityRoutes({
    describeActivity: makeDescribeActivity(core.stores),
    disown: makeDisownActivity(acting),
    useFreezeLink: makeUseFreezeLink(acting),
    reportProblem: makeReportProblem(core),
    placeOf: core.placeOf,
  });
}

function trustHandlers(core: Core) {
  const { stores, tokens, remember } = core;
  const hashToken = (token: string) => tokens.hash('remembered-browser', token);
  return makeRememberedBrowserRoutes({
    list: makeListRemembered({ ...core, ...stores, hashToken }),
    forget: makeForgetBrowsers(core),
    remember,
  });
}

const makePassword = () => randomCode(APP_PASSWORD_LENGTH);

function appPasswordHandlers({ appPasswords }: Config, core: Core) {
  const { stores } = core;
  const allowed = () => appPasswords.enabled;
  return makeAppPasswordRoutes({
    appPasswords: stores.appPasswords,
    create: makeCreateAppPassword({ ...core, allowed, makePassword }),
    remove: makeDeleteAppPassword(core),
    verify: makeVerifyAppPassword({ ...core, ...stores, loginKey, allowed }),
    print: printCode,
    allowed,
  });
}

const installationHandlers = ({ mode, helpContact, portals }: Config, core: Core) =>
  makeInstallationRoutes({
    claimBootstrap: makeClaimBootstrap({ ...core, loginKeysOf }),
    brand: core.brand,
    helpContact,
    portals,
    evaluation: mode === 'evaluation',
  });
