type StoredPhone = {
  readonly e164: string;
  readonly country: string;
  readonly extension: string | undefined;
};

/** The opened secret of a phone, as security-info wrote it. Anything else is a bug or another key. */
export function readPhone(secret: Uint8Array): StoredPhone {
  const stored: unknown = JSON.parse(Buffer.from(secret).toString('utf8'));
  if (typeof stored !== 'object' || stored === null) throw new Error('a phone without a number');
  const { e164, country, extension }: { e164?: unknown; country?: unknown; extension?: unknown } =
    stored;
  if (typeof e164 !== 'string' || typeof country !== 'string') {
    throw new Error('a phone without a number');
  }
  return { e164, country, extension: typeof extension === 'string' ? extension : undefined };
}
