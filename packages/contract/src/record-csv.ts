import { csvLine } from './csv.ts';
import type { RecordView } from './administration-schemas.ts';

const COLUMNS: readonly (readonly [name: string, of: (record: RecordView) => string])[] = [
  ['time', ({ at }) => at],
  ['event', ({ event }) => event],
  ['outcome', ({ outcome }) => outcome],
  ['reason', ({ reason = '' }) => reason],
  ['why', ({ why = '' }) => why],
  ['account', ({ account }) => account?.login ?? ''],
  ['actor', ({ actor = '' }) => actor],
  ['method', ({ method = '' }) => method],
  ['application', ({ application = '' }) => application],
  ['browser', ({ browser = '' }) => browser],
  ['country', ({ place }) => place?.country ?? ''],
  ['address', ({ place }) => place?.address ?? ''],
  ['correlation_id', ({ correlationId = '' }) => correlationId],
  ['detail', ({ detail }) => (detail === undefined ? '' : JSON.stringify(detail))],
];

/** The line that names the columns. */
export const recordCsvHead = (): string => csvLine(COLUMNS.map(([name]) => name));

export const recordCsvLine = (record: RecordView): string =>
  csvLine(COLUMNS.map(([, of]) => of(record)));
