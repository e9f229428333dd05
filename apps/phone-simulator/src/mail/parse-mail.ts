export type ParsedMail = {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
};

type Entity = { readonly headers: ReadonlyMap<string, string>; readonly body: Buffer };

/** Reads what a person would read of a mail: the sender, the subject and the plain text. */
export function parseMail(raw: Buffer): ParsedMail {
  const mail = parseEntity(raw);
  return {
    from: decodeWords(mail.headers.get('from') ?? ''),
    subject: decodeWords(mail.headers.get('subject') ?? ''),
    text: textOf(mail).replaceAll('\r\n', '\n').trimEnd(),
  };
}

function parseEntity(raw: Buffer): Entity {
  const end = raw.indexOf('\r\n\r\n');
  const head = end < 0 ? raw : raw.subarray(0, end);
  const body = end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4);
  // RFC 5322 section 2.2.3: a line that begins with white space continues the one before.
  const lines = head
    .toString('utf8')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body };
}

function textOf(entity: Entity): string {
  const type = entity.headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    const parts = partsOf(entity.body, boundary);
    const plain = parts.find(({ headers }) =>
      /^text\/plain/i.test(headers.get('content-type') ?? ''),
    );
    const first = plain ?? parts[0];
    return first ? textOf(first) : '';
  }
  const charset = /charset="?([^";]+)"?/i.exec(type)?.[1] ?? 'utf-8';
  return decodeBytes(transferDecoded(entity), charset);
}

function partsOf(body: Buffer, boundary: string): readonly Entity[] {
  const [, ...parts] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  return parts
    .filter((part) => !part.startsWith('--'))
    .map((part) => parseEntity(Buffer.from(part.replace(/^[^\r]*\r\n/, ''), 'latin1')));
}

function transferDecoded({ headers, body }: Entity): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  // A blank before the `=` of a soft line break is one of the text; only what follows it is padding.
  return unquote(body.toString('latin1').replace(/=[ \t]*\r\n/g, ''));
}

/** RFC 2045 section 6.7: `=` and two hexadecimal digits stand for a byte. */
function unquote(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** RFC 2047: `=?charset?B or Q?text?=`; white space between two such words is no part of them. */
function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?[\w-]+\?[BQ]\?[^?]*\?=/gi, (word) => decodeWord(word));
}

function decodeWord(word: string): string {
  const [, charset = '', encoding, text = ''] = word.split('?');
  const bytes =
    encoding?.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64')
      : unquote(text.replaceAll('_', ' '));
  return decodeBytes(bytes, charset);
}

function decodeBytes(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
