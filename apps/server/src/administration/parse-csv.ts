export type CsvRecord = { readonly line: number } & (
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  | { readonly kind: 'malformed' }
);

/** One field, quoted or not, and what must follow it (RFC 4180 section 2, rules 5 to 7). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/**
 * RFC 4180, but a record is a line: no field of ours has a line break, and a quote that was left
 * open would otherwise swallow every line after it.
 */
export function parseCsv(text: string): readonly CsvRecord[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  return lines.flatMap((content, index) => {
    if (content.trim() === '') return [];
    const fields = fieldsOf(content);
    const line = index + 1;
    return fields === undefined ? { line, kind: 'malformed' } : { line, kind: 'fields', fields };
  });
}

function fieldsOf(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(line);
    if (match === null) return undefined;
    const [whole, quoted, plain, end] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    if (end === '') return fields;
    at += whole.length;
  }
}
