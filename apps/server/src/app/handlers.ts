import { makeClaimBootstrap } from '#administration/claim-bootstrap.ts';
import { listOpenCountries } from '#authenticators/phone/countries.ts';
import { parseNumber } from '#authenticators/phone/parse-number.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { makeTotpSecret } from '#authenticators/totp/enrolment.ts';
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
import { makeBindApp, makeBindPhone } from '#security-info/begin-binding.ts';
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

export function makeHandlers(config: Config, core: Core): Handlers {
  const { stores, transact, clock, tokens, ids, hasher, notices, signals, wake, engine } = core;
  const { users, authenticators, knownBrowsers, throttles, challenges, signIns, bindings } = stores;
  const { organisation, helpContact, publicUrl } = config;
  const cookies = makeCookies(publicUrl);

  const finish = makeFinishSignIn({ tokens, ids, limits: config.sessions });
  const startChallenge = makeStartChallenge({
    transact,
    authenticators,
    readPhone,
    issue: engine.issue,
    wake,
    signals,
    clock,
  });
  const acting = {
    transact,
    users,
    authenticators,
    prove: engine.prove,
    finish,
    notices,
    signals,
    wake,
    clock,
  };
  const changing = { transact, notices, wake, clock };
  const beginning = {
    transact,
    engine,
    parseNumber,
    makeSecret: makeTotpSecret,
    tokens,
    ids,
    wake,
    clock,
  };

  return {
    ...makeSignInRoutes({
      begin: makeBeginSignIn({
        transact,
        users,
        authenticators,
        knownBrowsers,
        throttles,
        hasher,
        loginKey,
        startChallenge,
        finish,
        tokens,
        ids,
        clock,
      }),
      beginStepUp: makeBeginStepUp({
        transact,
        users,
        authenticators,
        throttles,
        startChallenge,
        tokens,
        ids,
        clock,
      }),
      startChallenge,
      verify: makeVerifyChallenge(acting),
      complete: makeCompleteSignIn(acting),
      finishSetUp: makeFinishSetUp({ transact, users, authenticators, finish, signals, clock }),
      cancel: makeCancelSignIn({ transact, clock }),
      describe: makeDescribeSignIn({
        signIns,
        users,
        authenticators,
        challenges,
        describeChallenge: engine.describe,
        clock,
      }),
      tokens,
      cookies,
      publicUrl,
    }),
    ...makeSessionRoutes({
      users,
      endSession: makeEndSession({ transact, clock }),
      tokens,
      cookies,
    }),
    ...makeSecurityInfoRoutes({
      describe: makeDescribeMethods({ users, authenticators, clock }),
      setPreferredOption: makeSetPreferredOption(changing),
      renameMethod: makeRenameMethod(changing),
      removeMethod: makeRemoveMethod(changing),
      tokens,
    }),
    ...makeBindingRoutes({
      users,
      bindings,
      bindPhone: makeBindPhone(beginning),
      bindApp: makeBindApp(beginning),
      challengeBinding: makeChallengeBinding({
        transact,
        bindings,
        engine,
        readPhone,
        signals,
        wake,
        clock,
      }),
      confirmBinding: makeConfirmBinding({
        transact,
        challenges,
        engine,
        notices,
        signals,
        wake,
        ids,
        clock,
      }),
      cancelBinding: makeCancelBinding(changing),
      generateRecoveryCodes: makeGenerateRecoveryCodes({
        transact,
        hasher,
        notices,
        wake,
        ids,
        clock,
        makeCode: () => printCode(randomCode(RECOVERY_CODE_LENGTH)),
      }),
      describe: makeDescribeBinding({
        bindings,
        challenges,
        describeChallenge: engine.describe,
        clock,
      }),
      countries: listOpenCountries(config.countries),
      organisation,
    }),
    ...makeInstallationRoutes({
      claimBootstrap: makeClaimBootstrap({ transact, tokens, hasher, loginKeysOf, ids, clock }),
      organisation,
      helpContact,
      evaluation: config.mode === 'evaluation',
    }),
  };
}
