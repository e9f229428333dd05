import { hash as digest, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { AuditHead, AuditRow, AuditStart } from './ports.ts';

/** What stands before the first record. */
export const GENESIS = '0'.repeat(64);

/** Of this installation (crypto/key-ring.ts). */
export type AuditKeys = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

export type Place = { readonly seq: number; readonly prevHash: string };

/**
 * The hash of a record in its place (SHA-256, hex). Personal fields are covered by their salted
 * hash only, so that they can be erased and the chain still holds.
 */
export function hashOf(row: AuditRow, { seq, prevHash }: Place): string {
  const { id, occurredAt, event, outcome, reason, actor, target, node, detail } = row;
  const { signInId, challengeId, sessionId, method, acr, requestId, personalHash } = row;
  const covered = canonicalJson({
    seq,
    prevHash,
    id,
    occurredAt: occurredAt.toISOString(),
    event,
    outcome,
    reason,
    actor,
    target,
    signInId,
    challengeId,
    sessionId,
    method,
    acr,
    requestId,
    node,
    detail,
    personalHash,
  });
  return digest('sha256', covered, 'hex');
}

type Signed = Pick<AuditHead, 'seq' | 'hash'>;

/** The first line keeps this signature from standing for anything else. */
const signedText = ({ seq, hash }: Signed): Buffer =>
  Buffer.from(`proofup audit head\n${seq}\n${hash}`);

export const signHead = (head: Signed, privateKey: KeyObject): string =>
  sign(null, signedText(head), privateKey).toString('base64url');

const startText = ({ seq, hash }: Signed): Buffer =>
  Buffer.from(`proofup audit start\n${seq}\n${hash}`);

export const signStart = (start: Signed, privateKey: KeyObject): string =>
  sign(null, startText(start), privateKey).toString('base64url');

export const isStartOf = (start: AuditStart, publicKey: KeyObject): boolean =>
  verify(null, startText(start), publicKey, Buffer.from(start.signature, 'base64url'));

export const isSignedBy = (head: AuditHead, publicKey: KeyObject): boolean =>
  verify(null, signedText(head), publicKey, Buffer.from(head.signature, 'base64url'));
