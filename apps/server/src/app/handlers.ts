import { makeClaimBootstrap } from '#administration/claim-bootstrap.ts';
import { listOpenCountries } from '#authenticators/phone/countries.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { describeTotpEnrolment, makeTotpSecret } from '#authenticators/totp/enrolment.ts';
import type { Config } from '#config/config.ts';
import { printCode, RECOVERY_CODE_LENGTH, randomCode } from '#crypto/random-code.ts';
import { loginKey, loginKeysOf } from '#directory/login-key.ts';
import { makeCookies } from '#http/cookies.ts';
import type { Handlers } from '#http/handler.ts';
import { makeBindingRoutes } from '#http/routes/binding-routes.ts';
import { makeInstallationRoutes } from '#http/routes/installation-routes.ts';
import { makeSecurityInfoRoutes } from '#http/routes/security-info-routes.ts';
import { makeSessionRoutes } from '#http/routes/session-routes.ts';
import { makeSignInRoutes } from '#http/routes/sign-in-routes.ts';
import { makeBindApp } from '#security-info/bind-app.ts';
import { makeBindPhone } from '#security-info/bind-phone.ts';
import { makeChallengeBinding } from '#security-info/challenge-binding.ts';
import {
  makeCancelBinding,
  makeRemoveMethod,
  makeRenameMethod,
  makeSetPreferredOption,
} from '#security-info/change-methods.ts';
import { makeConfirmBinding } from '#security-info/confirm-binding.ts';
import { makeDescribeBinding, makeDescribeMethods } from '#security-info/describe.ts';
import { makeGenerateRecoveryCodes } from '#security-info/generate-recovery-codes.ts';
import { makeSlotsFor } from '#security-info/offers.ts';
import { makeEndSession } from '#sessions/end-session.ts';
import { makeBeginSignIn } from '#sign-in/begin.ts';
import { makeBeginStepUp } from '#sign-in/begin-step-up.ts';
import { makeCancelSignIn } from '#sign-in/cancel.ts';
import { makeDescribeSignIn } from '#sign-in/describe.ts';
import { makeFinishSignIn } from '#sign-in/finish.ts';
import { makeFinishSetUp } from '#sign-in/finish-set-up.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import { makeCompleteSignIn, makeVerifyChallenge } from '#sign-in/verify-challenge.ts';
import type { Core } from './core.ts';

/** One handler per endpoint of the contract. */
export const makeHandlers = (config: Config, core: Core): Handlers => ({
  ...signInHandlers(config, core),
  ...securityInfoHandlers(config, core),
  ...bindingHandlers(config, core),
  ...installationHandlers(config, core),
});

function signInHandlers(config: Config, core: Core) {
  const { stores, tokens, ids, signals, engine } = core;
  const { publicUrl, sessions: limits } = config;
  const finish = makeFinishSignIn({ tokens, ids, limits });
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  const acting = { ...core, ...stores, prove: engine.prove, finish };
  return {
    ...makeSignInRoutes({
      begin: makeBeginSignIn({ ...core, ...stores, loginKey, startChallenge, finish }),
      beginStepUp: makeBeginStepUp({ ...core, ...stores, startChallenge }),
      startChallenge,
      verify: makeVerifyChallenge(acting),
      complete: makeCompleteSignIn(acting),
      finishSetUp: makeFinishSetUp({ ...core, ...stores, finish, signals }),
      cancel: makeCancelSignIn(core),
      describe: makeDescribeSignIn({ ...core, ...stores, describeChallenge: engine.describe }),
      tokens,
      cookies: makeCookies(publicUrl),
      publicUrl,
    }),
    ...makeSessionRoutes({
      endSession: makeEndSession(core),
      tokens,
      cookies: makeCookies(publicUrl),
    }),
  };
}

const slotsForOf = ({ countries, phones }: Config) => makeSlotsFor({ ...phones, countries });

function securityInfoHandlers(config: Config, core: Core) {
  const { systemPreferred } = config;
  const describing = { ...core, ...core.stores, systemPreferred, slotsFor: slotsForOf(config) };
  return makeSecurityInfoRoutes({
    describe: makeDescribeMethods(describing),
    setPreferredOption: makeSetPreferredOption({ ...core, systemPreferred }),
    renameMethod: makeRenameMethod(core),
    removeMethod: makeRemoveMethod(core),
    tokens: core.tokens,
  });
}

function bindingHandlers(config: Config, core: Core) {
  const { countries, organisation, phones } = config;
  const { stores, engine } = core;
  return makeBindingRoutes({
    users: stores.users,
    bindings: stores.bindings,
    bindPhone: makeBindPhone({ ...core, ...phones, parseNumber }),
    bindApp: makeBindApp({ ...core, makeSecret: makeTotpSecret }),
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
    countries: listOpenCountries(countries),
    organisation,
  });
}

const installationHandlers = ({ mode, organisation, helpContact, portals }: Config, core: Core) =>
  makeInstallationRoutes({
    claimBootstrap: makeClaimBootstrap({ ...core, loginKeysOf }),
    organisation,
    helpContact,
    portals,
    evaluation: mode === 'evaluation',
  });
