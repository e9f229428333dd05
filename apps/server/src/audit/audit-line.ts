import type { AuditRow } from './ports.ts';

/**
 * Beyond what JSON itself escapes (RFC 8259 section 7): DEL, the C1 controls, among which are a line
 * end and a terminal's escape, and the line ends of Unicode. Readers disagree about all of them.
 */
// oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

const escape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One record as one line of JSON, whatever a stranger put into it; no line end of its own. */
export function auditLine(row: AuditRow): string {
  const { seq, prevHash, occurredAt, personalSalt: _, personal, ...rest } = row;
  const { address: ip, userAgent: ua } = personal ?? {};
  const line = { ts: occurredAt.toISOString(), seq, prevHash, ...rest, ip, ua };
  return JSON.stringify(line).replaceAll(UNSAFE, escape);
}
