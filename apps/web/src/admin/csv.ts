import { csvLine } from '@proofup/contract/csv.ts';
import { recordCsvHead, recordCsvLine } from '@proofup/contract/record-csv.ts';
import type { RecordView } from '@proofup/contract/schemas.ts';

/** A whole file, with a line that names the columns. */
export const toCsv = (records: readonly RecordView[]): string =>
  `${recordCsvHead()}${records.map(recordCsvLine).join('')}`;

/** However the cells came about: quoted, and none of them a formula. */
export const csvOf = (lines: readonly (readonly string[])[]): string => lines.map(csvLine).join('');

/** Hands a file to the browser. */
export function save(name: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
