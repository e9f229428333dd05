/**
 * What a spreadsheet would take for a formula, also behind blanks and in the wide forms of East Asian
 * keyboards (OWASP, CSV Injection).
 */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/** RFC 4180 section 2: always quoted, and never a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** One line, with its end. */
export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;
