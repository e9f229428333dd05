import type { RecordView } from '@proofup/contract/schemas.ts';

/** What a spreadsheet would take for a formula (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180 section 2: always quoted, and never a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

const COLUMNS: readonly (readonly [name: string, of: (record: RecordView) => string])[] = [
  ['time', ({ at }) => at],
  ['event', ({ event }) => event],
  ['outcome', ({ outcome }) => outcome],
  ['reason', ({ reason = '' }) => reason],
  ['account', ({ account }) => account?.login ?? ''],
  ['actor', ({ actor = '' }) => actor],
  ['method', ({ method = '' }) => method],
  ['browser', ({ browser = '' }) => browser],
  ['country', ({ place }) => place?.country ?? ''],
  ['address', ({ place }) => place?.address ?? ''],
  ['correlation_id', ({ correlationId = '' }) => correlationId],
  ['detail', ({ detail }) => (detail === undefined ? '' : JSON.stringify(detail))],
];

/** A whole file, with a line that names the columns. */
export const toCsv = (records: readonly RecordView[]): string =>
  csvOf([
    COLUMNS.map(([name]) => name),
    ...records.map((record) => COLUMNS.map(([, of]) => of(record))),
  ]);

/** However the cells came about: quoted, and none of them a formula. */
export const csvOf = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');

/** Hands a file to the browser. */
export function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
