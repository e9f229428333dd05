/** Why a ceremony was refused, as the audit log has it. Towards the claimant all are alike. */
export type PasskeyRefusal =
  | 'too_large'
  | 'malformed'
  | 'wrong_type'
  | 'wrong_challenge'
  | 'wrong_origin'
  /** Run inside a frame of another site. */
  | 'cross_origin'
  /** Made for another host (`rpIdHash`). */
  | 'wrong_rp'
  | 'user_not_present'
  | 'user_not_verified'
  /** Says that it is copied without being a kind that can be. */
  | 'backed_up_but_not_eligible'
  /** Whether a key can be copied is settled when it is made (W3C WebAuthn Level 3 section 6.1.3). */
  | 'backup_eligibility_changed'
  | 'algorithm_refused'
  | 'attestation_refused'
  /** Its make is not on the list of those allowed, or is on that of those blocked. */
  | 'authenticator_refused'
  | 'not_device_bound'
  | 'wrong_signature'
  /** The signature counter did not grow: somebody may have a copy of the key. */
  | 'counter_regressed'
  | 'unknown_credential'
  | 'wrong_user_handle';

export type Refused = { readonly kind: 'refused'; readonly reason: PasskeyRefusal };

const refused = (reason: PasskeyRefusal): Refused => ({ kind: 'refused', reason });

/** Stays inside this folder: every exported check turns it into a verdict. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: PasskeyRefusal;
  constructor(reason: PasskeyRefusal) {
    super(reason);
    this.reason = reason;
  }
}

export function demand(condition: boolean, reason: PasskeyRefusal): asserts condition {
  if (!condition) throw new Refusal(reason);
}

/** Runs a check whose every "no", a library's exceptions included, is a verdict. */
export async function judge<Verdict>(
  check: () => Promise<Verdict>,
  otherwise: PasskeyRefusal = 'malformed',
): Promise<Verdict | Refused> {
  try {
    return await check();
  } catch (error) {
    return refused(error instanceof Refusal ? error.reason : otherwise);
  }
}
