export type HttpAnswer = {
  readonly status: number;
  /** Lower-case names; `set-cookie` is best read from `setCookies`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly body: string;
};

/** Reads one whole HTTP/1.1 answer (RFC 9112) off a connection that the server closed after it. */
export function parseHttpAnswer(bytes: Buffer): HttpAnswer {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) throw new Error(`no HTTP answer, only ${bytes.length} bytes`);
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const fields = lines.map(parseField);
  const headers = Object.fromEntries(fields);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    setCookies: fields.filter(([name]) => name === 'set-cookie').map(([, value]) => value),
    body: bodyOf(bytes.subarray(headEnd + 4), headers).toString('utf8'),
  };
}

function parseField(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function bodyOf(rest: Buffer, headers: Readonly<Record<string, string>>): Buffer {
  if (headers['transfer-encoding']?.toLowerCase() === 'chunked') return joinChunks(rest);
  const length = Number(headers['content-length'] ?? rest.length);
  if (rest.length < length) throw new Error(`body ends after ${rest.length} of ${length} bytes`);
  return rest.subarray(0, length);
}

function joinChunks(rest: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    const size = Number.parseInt(rest.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw new Error('chunked body ends too early');
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
