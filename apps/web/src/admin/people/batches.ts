/** Whole lines of a file, in the order of the file. */
export type Batch = {
  /** The number of its first line, from 1. */
  readonly firstLine: number;
  readonly csv: string;
  readonly last: boolean;
  /** How much of the file has been read with it, in bytes. */
  readonly bytes: number;
};

const LINES = 400;
/** As JSON, below what the server takes in one body. */
const BYTES = 40_000;
/** No line that means anything is longer; the server says what is wrong with the rest of it. */
const LONGEST_LINE = 2_000;

const encoder = new TextEncoder();
const sizeOf = (text: string): number => encoder.encode(JSON.stringify(text)).length;

/** However long the file is, only one batch of it is in memory. */
export async function* batchesOf(file: Blob): AsyncGenerator<Batch, void, void> {
  let lines: string[] = [];
  let size = 0;
  let firstLine = 1;
  let bytes = 0;
  const cut = (last: boolean): Batch => {
    const batch = { firstLine, csv: lines.join('\n'), last, bytes };
    firstLine += lines.length;
    lines = [];
    size = 0;
    return batch;
  };
  for await (const line of linesOf(file)) {
    const length = sizeOf(line);
    if (lines.length === LINES || (lines.length > 0 && size + length > BYTES)) yield cut(false);
    lines.push(line);
    size += length;
    bytes += encoder.encode(line).length + 1;
  }
  bytes = file.size;
  if (lines.length > 0) yield cut(true);
}

async function* linesOf(file: Blob): AsyncGenerator<string, void, void> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    rest += value ?? '';
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.slice(0, LONGEST_LINE);
    if (done) break;
  }
  if (rest !== '') yield rest.replace(/\r$/, '').slice(0, LONGEST_LINE);
}
