import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 4096;

/** A small form; undefined: something else, or more of it. */
export async function readForm(raw: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (raw.headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded') {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of raw) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
