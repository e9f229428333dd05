import { equalSecrets } from '#crypto/constant-time.ts';
import { type Challenge, DECISIONS, type Decision } from '#domain/challenge.ts';
import type { ChallengeId } from '#domain/ids.ts';
import type { Secrets, Verdict, Verifier } from '../verifier.ts';
import { readDeviceSecret } from './binding-secret.ts';
import { numberFor } from './number.ts';
import type { DeviceRefusal } from './refusal.ts';
import { isTimely, parseSigned } from './signed.ts';

export type AnswerSettings = {
  /** The authenticator's origin: what is signed for another server is nothing here. */
  readonly audience: string;
  readonly digits: number;
  /** Who asks where no relying party does. */
  readonly organisation: string;
  /** `typ` of an answer. */
  readonly type: string;
  readonly skewSeconds: number;
};

type Dependencies = AnswerSettings & {
  readonly tokens: { readonly hash: (purpose: string, value: string) => string };
};

/**
 * A device's answer: signed over request, decision, number, relying party and time (SP 800-63B-4
 * section 3.1.3). Denying needs no number; approving without it is wrong.
 */
export function makeDeviceVerifier(dependencies: Dependencies): Verifier {
  return {
    isQuick: true,
    verify: async ({ challenge, output, now }, secrets) => {
      const signed = parseSigned(output, dependencies.type);
      if (signed === undefined) return wrong('malformed');
      const key = await keyOf(challenge, secrets);
      if (key === undefined || !signed.isBy(key)) return wrong('signature');
      if (!isTimely(signed, now, dependencies.skewSeconds)) return wrong('time');
      const { claims } = signed;
      const asked = await expected(dependencies, challenge, secrets);
      const isFor = Object.entries(asked).every(([claim, value]) => claims[claim] === value);
      const { decision, number } = claims;
      if (!isFor || !isDecision(decision)) return wrong('other_request');
      if (decision === 'approve' && !isNumber(dependencies, challenge.id, number)) {
        return wrong('wrong_number');
      }
      const { for: subject } = challenge;
      const authenticatorId = subject.kind === 'sign-in' ? subject.authenticatorId : undefined;
      return { kind: 'genuine', spend: { kind: 'answer', authenticatorId, decision } };
    },
  };
}

const wrong = (refusal: DeviceRefusal): Verdict => ({ kind: 'wrong', refusal });

const isDecision = (value: unknown): value is Decision =>
  DECISIONS.some((decision) => decision === value);

const isNumber = ({ tokens, digits }: Dependencies, id: ChallengeId, given: unknown): boolean =>
  typeof given === 'string' && equalSecrets(given, numberFor(tokens, id, digits));

async function keyOf({ for: subject }: Challenge, { authenticators, bindings }: Secrets) {
  const secret =
    subject.kind === 'sign-in'
      ? await authenticators.secretOf(subject.authenticatorId)
      : await bindings.secretOf(subject.bindingId);
  return secret === undefined ? undefined : readDeviceSecret(secret).key;
}

async function expected(
  { audience, organisation }: Dependencies,
  { id, for: subject }: Challenge,
  { proofRequests }: Secrets,
) {
  const asking =
    subject.kind === 'sign-in' ? await proofRequests.askedBy(subject.signInId) : undefined;
  return { aud: audience, request: id, relyingParty: asking ?? organisation };
}
