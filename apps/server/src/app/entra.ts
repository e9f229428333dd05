import { ENDPOINTS } from '@proofup/contract/endpoints.ts';
import type { Config } from '#config/config.ts';
import { loginKey } from '#directory/login-key.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { makeAnswer } from '#entra/answer.ts';
import { makeSignAnswer } from '#entra/answer-token.ts';
import { makeBeginTrial } from '#entra/begin-trial.ts';
import { makeReadTrial } from '#entra/read-trial.ts';
import { makeFindHintKey } from '#entra/trial-keys.ts';
import { makeAuthorize } from '#entra/authorize.ts';
import { makeCheckHint } from '#entra/check-hint.ts';
import { makeEntraDoors } from '#entra/doors.ts';
import { PATHS } from '#entra/issuer.ts';
import { makeKey } from '#crypto/make-signing-key.ts';
import { makePublicFetch } from '#entra/public-fetch.ts';
import { makeShowPage } from '#entra/show-page.ts';
import { makeSigningKeys } from '#relying-parties/signing-keys.ts';
import { makeFindTenantKey } from '#entra/tenant-keys.ts';
import type { Identify } from '#http/identify.ts';
import type { Door, DoorRequest } from '#http/ports.ts';
import { makeFindAccount } from '#relying-parties/find-account.ts';
import type { Trier } from '#relying-parties/ports.ts';
import { makeTakeTrial } from '#relying-parties/take-trial.ts';
import { makeTrials } from '#relying-parties/trials.ts';
import { makeTakeAnswer } from '#relying-parties/take-answer.ts';
import { makeBeginProof } from '#sign-in/begin-proof.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import type { Core } from './core.ts';
import { dressOf } from './dress.ts';

/** External MFA for Microsoft Entra ID. */
export function makeEntra(config: Config, core: Core, identify: Identify): readonly Door[] {
  const { stores, tokens, clock, transact, engine } = core;
  const { publicUrl } = config;
  const { keys, signAnswer } = makeKeys(config, core);
  const trials = makeTrials({ ...core, ...stores });
  const fetchJson = makePublicFetch({ allowPrivate: config.mode === 'evaluation' });
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  const showPage = makeShowPage(dressOf(core));
  return makeEntraDoors({
    publicUrl,
    keys,
    authorize: makeAuthorize({
      relyingParties: stores.relyingParties,
      checkHint: makeCheckHint(makeFindHintKey(makeFindTenantKey(fetchJson), trials)),
      findAccount: makeFindAccount({ ...core, ...stores, loginKey }),
      beginProof: makeBeginProof({ ...core, ...stores, startChallenge }),
      findTrier: makeFindTrier(identify),
      trials,
      hash: (purpose, value) => tokens.hash(purpose, value),
      record: (record: AuditRecord) =>
        transact('attempt', (tx) => tx.audit.append([record], clock())),
      showPage,
      clock,
    }),
    answer: makeAnswer({
      takeAnswer: makeTakeAnswer({ ...core, ...stores }),
      signAnswer,
      showPage,
    }),
  });
}

/** Trials of connections, begun and read in the administration. */
export function makeTenantTrials(config: Config, core: Core) {
  const { publicUrl } = config;
  const { stores } = core;
  const { keys, signAnswer, issuer } = makeKeys(config, core);
  const trials = makeTrials({ ...core, ...stores });
  return {
    beginTrial: makeBeginTrial({ ...core, publicUrl, trials }),
    readTrial: makeReadTrial({
      issuer,
      takeTrial: makeTakeTrial({ ...core, ...stores, trials }),
      signAnswer,
      keys,
      clock: core.clock,
    }),
  };
}

function makeKeys({ publicUrl }: Config, { stores, transact, clock }: Core) {
  const host = new URL(publicUrl).hostname;
  const issuer = `${publicUrl}${PATHS.issuer}`;
  const keys = makeSigningKeys({
    issuer: 'entra',
    transact,
    signingKeys: stores.signingKeys,
    makeKey: (now) => makeKey(host, now),
    clock,
  });
  const sign = (claims: Readonly<Record<string, unknown>>) => keys.sign(claims);
  return { keys, issuer, signAnswer: makeSignAnswer({ issuer, sign, clock }) };
}

/** By the row of the endpoint that begins a trial. */
const makeFindTrier =
  ({ administration }: Identify) =>
  async ({ context, sessionToken }: DoorRequest): Promise<Trier | undefined> => {
    const found = await administration({
      context,
      sessionToken,
      signInToken: undefined,
      passkeyToken: undefined,
      roles: ENDPOINTS.tryTenant.roles,
    });
    return found.kind === 'caller' ? found.caller : undefined;
  };
