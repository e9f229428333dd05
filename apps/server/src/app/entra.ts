import type { Config } from '#config/config.ts';
import { loginKey } from '#directory/login-key.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import { makeAnswer } from '#entra/answer.ts';
import { makeAuthorize } from '#entra/authorize.ts';
import { makeCheckHint } from '#entra/check-hint.ts';
import { makeEntraDoors } from '#entra/doors.ts';
import { PATHS } from '#entra/issuer.ts';
import { makeKey } from '#crypto/make-signing-key.ts';
import { makePublicFetch } from '#entra/public-fetch.ts';
import { makeShowPage } from '#entra/show-page.ts';
import { makeSigningKeys } from '#relying-parties/signing-keys.ts';
import { makeFindTenantKey } from '#entra/tenant-keys.ts';
import type { Door } from '#http/ports.ts';
import { makeFindAccount } from '#relying-parties/find-account.ts';
import { makeTakeAnswer } from '#relying-parties/take-answer.ts';
import { makeBeginProof } from '#sign-in/begin-proof.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import type { Core } from './core.ts';
import { dressOf } from './dress.ts';

/** External MFA for Microsoft Entra ID. */
export function makeEntra(config: Config, core: Core): readonly Door[] {
  const { stores, tokens, clock, transact, engine } = core;
  const { publicUrl } = config;
  const host = new URL(publicUrl).hostname;
  const keys = makeSigningKeys({
    issuer: 'entra',
    transact,
    signingKeys: stores.signingKeys,
    makeKey: (now) => makeKey(host, now),
    clock,
  });
  const fetchJson = makePublicFetch({ allowPrivate: config.mode === 'evaluation' });
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  const showPage = makeShowPage(dressOf(core));
  return makeEntraDoors({
    publicUrl,
    keys,
    authorize: makeAuthorize({
      relyingParties: stores.relyingParties,
      checkHint: makeCheckHint(makeFindTenantKey(fetchJson)),
      findAccount: makeFindAccount({ ...core, ...stores, loginKey }),
      beginProof: makeBeginProof({ ...core, ...stores, startChallenge }),
      hash: (purpose, value) => tokens.hash(purpose, value),
      record: (record: AuditRecord) =>
        transact('attempt', (tx) => tx.audit.append([record], clock())),
      showPage,
      clock,
    }),
    answer: makeAnswer({
      issuer: `${publicUrl}${PATHS.issuer}`,
      takeAnswer: makeTakeAnswer({ ...core, ...stores }),
      sign: (claims) => keys.sign(claims),
      showPage,
      clock,
    }),
  });
}
