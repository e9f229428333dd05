import type { LineFault } from '@proofup/contract/line-faults.ts';
import { fold } from '#domain/fold.ts';
import type { UserState } from '#domain/user.ts';
import type { Order } from './order.ts';
import { type CsvRecord, parseCsv } from './parse-csv.ts';

export type LineOutcome =
  | { readonly kind: 'added'; readonly password?: string | undefined }
  | { readonly kind: 'changed'; readonly before: string; readonly after: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'bad'; readonly why: LineFault };

export type LineResult = LineOutcome & {
  readonly line: number;
  /** Whom or what the line names. */
  readonly name: string | undefined;
};

export type HowToImport = {
  /** Says what would happen, and does nothing. */
  readonly dryRun: boolean;
  /** New accounts get a password that is returned with their line; else they cannot sign in yet. */
  readonly makePasswords?: boolean;
  /** Of lines that name none. */
  readonly state?: UserState | undefined;
};

/** What one kind of file has in its lines, and what is done with one. */
export type Importer = {
  /** The names of a header line; a file may be without. */
  readonly columns: readonly string[];
  /** Which field names whom or what: it stands once in a file. */
  readonly nameIn: number;
  readonly importLine: (
    fields: readonly string[],
    how: HowToImport,
    order: Order,
  ) => Promise<LineOutcome>;
};

type Lines = {
  readonly csv: string;
  /** The number of its first line in the whole file. */
  readonly firstLine?: number;
  readonly how: HowToImport;
  readonly order: Order;
};

/** Lines at work at once: their transactions are committed together (docs/adr/0003). */
const AT_ONCE = 16;

/** One result a line, in their order; a bad line stops nothing, and a line sent again adds nothing. */
export async function* importLines(
  importer: Importer,
  { csv, firstLine = 1, how, order }: Lines,
): AsyncGenerator<LineResult, void, void> {
  const seen = new Set<string>();
  const records = parseCsv(csv)
    .map((record) => ({ ...record, line: record.line + firstLine - 1 }))
    .filter((record) => !isHeader(importer, record));
  for (let at = 0; at < records.length; at += AT_ONCE) {
    yield* await Promise.all(
      records.slice(at, at + AT_ONCE).map(async (record): Promise<LineResult> => {
        const { line } = record;
        if (record.kind === 'malformed') return { line, name: undefined, ...bad('quotes') };
        const name = nameOf(importer, record.fields);
        if (isRepeated(seen, name)) return { line, name, ...bad('repeated') };
        const outcome = await importer.importLine(record.fields, how, order);
        const isNamed = outcome.kind !== 'bad' || outcome.why !== 'fields';
        return { line, name: isNamed ? name : undefined, ...outcome };
      }),
    );
  }
}

export const bad = (why: LineFault) => ({ kind: 'bad', why }) as const;

const isHeader = ({ columns }: Importer, record: CsvRecord): boolean =>
  record.line === 1 &&
  record.kind === 'fields' &&
  record.fields.every((field, index) => field.toLowerCase() === columns[index]);

/** What is shown of a line and kept of it in files of errors: nothing of a line that is not understood. */
function nameOf({ columns, nameIn }: Importer, fields: readonly string[]): string | undefined {
  const name = fields[nameIn];
  const isShown = fields.length <= columns.length && name !== undefined && name !== '';
  return isShown ? name.slice(0, 254) : undefined;
}

function isRepeated(seen: Set<string>, name: string | undefined): boolean {
  if (name === undefined) return false;
  const key = fold(name);
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}
