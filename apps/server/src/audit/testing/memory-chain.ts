import { createHash } from 'node:crypto';
import type { AuditChainStore, AuditHead, AuditRow } from '../ports.ts';

export const testPersonalHash = (
  salt: string,
  personal: NonNullable<AuditRow['personal']>,
): string =>
  createHash('sha256')
    .update(`${salt}|${personal.address ?? ''}|${personal.userAgent ?? ''}`)
    .digest('hex');

/** What the first `n` sign-ins of a day leave, one a second. */
export const rowsOf = (n: number, from = 0): readonly AuditRow[] =>
  Array.from({ length: n }, (_, index): AuditRow => {
    const number = from + index;
    const personal = { address: `203.0.113.${number % 250}`, userAgent: 'Firefox on Windows' };
    const personalSalt = `salt-${number}`;
    return {
      id: `row-${String(number).padStart(6, '0')}`,
      occurredAt: new Date(1_700_000_000_000 + number * 1000),
      event: 'authn_login_fail',
      outcome: 'failure',
      reason: 'code_rejected',
      target: { type: 'user', id: `user-${number % 7}` },
      detail: { attempt: number },
      node: 'n1',
      personal,
      personalSalt,
      personalHash: testPersonalHash(personalSalt, personal),
      seq: undefined,
      prevHash: undefined,
      hash: undefined,
    };
  });

/** A chain store whose rows and head a test may tamper with. */
export function makeMemoryChain() {
  const state: { rows: AuditRow[]; head: AuditHead | undefined } = { rows: [], head: undefined };
  const sealed = () =>
    state.rows
      .filter((row) => row.seq !== undefined)
      .toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  const store: AuditChainStore = {
    listUnsealed: async (limit) =>
      state.rows.filter((row) => row.seq === undefined).slice(0, limit),
    head: async () => state.head,
    seal: async (links, head, previous) => {
      if (state.head?.seq !== previous?.seq) return false;
      const byId = new Map(links.map(({ id, ...link }) => [id, link]));
      state.rows = state.rows.map((row) => ({ ...row, ...byId.get(row.id) }));
      state.head = head;
      return true;
    },
    listSealedOf: async (events, { after, upTo, limit }) =>
      sealed()
        .filter(({ seq = 0, event }) => seq > after && seq <= upTo && events.includes(event))
        .slice(0, limit),
    listSealed: async (afterSeq, limit) =>
      sealed()
        .filter((row) => (row.seq ?? 0) > afterSeq)
        .slice(0, limit),
    countSealed: async () => sealed().length,
  };
  return { state, store };
}
