import { readPhone } from '#authenticators/phone/read-phone.ts';
import type { Config } from '#config/config.ts';
import { loginKey } from '#directory/login-key.ts';
import { makeCookies } from '#http/cookies.ts';
import { makeHandoverRoutes } from '#http/routes/handover-routes.ts';
import { makeVerificationRoutes } from '#http/routes/verification-routes.ts';
import type { Waiting } from '#http/waiting.ts';
import { makeBeginVerification } from '#relying-parties/begin-verification.ts';
import { makeFindVerification } from '#relying-parties/find-verification.ts';
import { makeOpenHandover } from '#relying-parties/open-handover.ts';
import { makeTakeStatement } from '#relying-parties/take-statement.ts';
import { makeBeginProof } from '#sign-in/begin-proof.ts';
import { makeCancelSignIn } from '#sign-in/cancel.ts';
import { makeConcludeSignIn } from '#sign-in/conclude.ts';
import { makeDescribeSignIn } from '#sign-in/describe.ts';
import { makeFinishSignIn } from '#sign-in/finish.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import { makeCompleteSignIn, makeVerifyChallenge } from '#sign-in/verify-challenge.ts';
import type { Core } from './core.ts';

/** The second step for programs that have seen the first themselves. */
export function verificationHandlers(config: Config, core: Core, waiting: Waiting) {
  const { stores, tokens, engine } = core;
  const { holdMs } = config.newPlaces;
  const finish = makeFinishSignIn({ ...core, limits: config.sessions, holdMs });
  const conclude = makeConcludeSignIn({ ...core, finish, holdMs });
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  const acting = { ...core, ...stores, prove: engine.prove, conclude };
  const shared = {
    begin: makeBeginVerification({
      ...core,
      ...stores,
      loginKey,
      beginProof: makeBeginProof({ ...core, ...stores, startChallenge }),
      hash: (purpose, value) => tokens.hash(purpose, value),
    }),
    find: makeFindVerification(stores),
    takeStatement: makeTakeStatement({ ...core, ...stores }),
    describe: makeDescribeSignIn({
      ...core,
      ...stores,
      describeChallenge: engine.describe,
      appPasswords: { enabled: false },
    }),
    tokens,
  };
  const { publicUrl } = config;
  const handovers = makeHandoverRoutes({
    ...shared,
    publicUrl,
    open: makeOpenHandover({ ...core, ...stores }),
    cookies: makeCookies(publicUrl),
  });
  const verifications = makeVerificationRoutes({
    ...shared,
    startChallenge,
    verify: makeVerifyChallenge(acting),
    complete: makeCompleteSignIn(acting),
    cancel: makeCancelSignIn(core),
    waiting,
  });
  return { ...handovers, ...verifications };
}
