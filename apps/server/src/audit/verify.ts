import type { KeyObject } from 'node:crypto';
import { equalSecrets } from '#crypto/constant-time.ts';
import { GENESIS, hashOf, isSignedBy, isStartOf } from './chain.ts';
import type { AuditChainStore, AuditHead, AuditRow, AuditStart } from './ports.ts';

export type Fault =
  /** A record, or its personal fields, is not what was sealed. */
  | 'edited'
  /** A place in the middle is empty. */
  | 'deleted'
  /** A record stands where it was not sealed: some were reordered, or one before it is gone. */
  | 'moved'
  /** The last records are gone. */
  | 'truncated'
  /** Sealed by somebody without the key: the head does not cover it. */
  | 'added'
  /** Records before the first are said to be summarised, and this installation did not say so. */
  | 'start-forged'
  /** The head is missing or not signed by this installation. */
  | 'head-forged'
  /** The database is older than the head that is kept elsewhere. */
  | 'rolled-back';

export type AuditVerdict =
  | { readonly kind: 'intact'; readonly records: number; readonly head: AuditHead | undefined }
  | { readonly kind: 'broken'; readonly fault: Fault; readonly position: number };

type Dependencies = {
  readonly chain: Pick<AuditChainStore, 'head' | 'listSealed'>;
  readonly publicKey: KeyObject;
  /** Where the chain begins; absent, or nobody: with the first record there ever was. */
  readonly start?: () => Promise<AuditStart | undefined>;
  readonly isPersonalOf: (
    sealed: string,
    of: { readonly salt: string; readonly personal: AuditRow['personal'] },
  ) => boolean;
};

/** `trusted`: a head kept elsewhere; without one, a database that was rolled back looks intact. */
export type VerifyAudit = (trusted?: AuditHead) => Promise<AuditVerdict>;

const PAGE = 500;

type Link = { readonly seq: number; readonly hash: string };
type Broken = Extract<AuditVerdict, { kind: 'broken' }>;

const same = (hash: string, stored: string | undefined): boolean =>
  stored !== undefined && equalSecrets(hash, stored);

const broken = (fault: Fault, position: number): Broken => ({ kind: 'broken', fault, position });

/** Finds the first record that is not as it was sealed. Reads only; the server may be running. */
export function makeVerifyAudit(dependencies: Dependencies): VerifyAudit {
  const { chain, publicKey, isPersonalOf } = dependencies;
  const personalIsEdited = ({ personal, personalSalt: salt, personalHash }: AuditRow): boolean =>
    !isPersonalOf(personalHash, { salt, personal });

  function checkRow(row: AuditRow, last: Link): Broken | Link {
    const seq = last.seq + 1;
    if (row.seq !== seq) return broken('deleted', seq);
    const hash = hashOf(row, { seq, prevHash: row.prevHash ?? '' });
    if (personalIsEdited(row)) return broken('edited', seq);
    const holds = same(hash, row.hash);
    const follows = same(last.hash, row.prevHash);
    if (holds && follows) return { seq, hash };
    // Its own hash holds, so it is the one before that was changed together with its hash.
    if (holds) return broken('edited', last.seq);
    return broken(follows ? 'edited' : 'moved', seq);
  }

  /** Follows the chain from a link to its end. */
  async function walk(from: Link, trusted: AuditHead | undefined): Promise<Broken | Link> {
    let last = from;
    for (;;) {
      const rows = await chain.listSealed(last.seq, PAGE);
      for (const row of rows) {
        const next = checkRow(row, last);
        if ('kind' in next) return next;
        last = next;
        if (trusted?.seq === last.seq && !same(last.hash, trusted.hash)) {
          return broken('edited', last.seq);
        }
      }
      if (rows.length < PAGE) return last;
    }
  }

  return async (trusted) => {
    if (trusted !== undefined && !isSignedBy(trusted, publicKey)) {
      return broken('head-forged', trusted.seq);
    }
    const start = await dependencies.start?.();
    if (start !== undefined && !isStartOf(start, publicKey)) {
      return broken('start-forged', start.seq);
    }
    let last: Link = start ?? { seq: 0, hash: GENESIS };
    for (;;) {
      const before = last.seq;
      const head = await chain.head();
      const end = await walk(last, trusted);
      if ('kind' in end) return end;
      last = end;
      const verdict = judgeHead(head, { last, trusted, publicKey });
      // More may have been sealed between the two reads: only a head that stands still is judged.
      if (verdict.kind === 'intact' || last.seq === before) return verdict;
    }
  };
}

type Found = {
  readonly last: Link;
  readonly trusted: AuditHead | undefined;
  readonly publicKey: KeyObject;
};

function judgeHead(head: AuditHead | undefined, { last, trusted, publicKey }: Found): AuditVerdict {
  if (head !== undefined && !isSignedBy(head, publicKey)) return broken('head-forged', head.seq);
  if (trusted !== undefined && trusted.seq > last.seq) return broken('rolled-back', last.seq + 1);
  const headSeq = head?.seq ?? 0;
  if (headSeq > last.seq) return broken('truncated', last.seq + 1);
  if (headSeq < last.seq) return broken('added', headSeq + 1);
  if (head !== undefined && !same(last.hash, head.hash)) return broken('edited', last.seq);
  return { kind: 'intact', records: last.seq, head };
}
