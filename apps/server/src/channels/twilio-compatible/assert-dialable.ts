/**
 * The last gate before the carrier: whatever normalised and stored the number, only `+` and digits
 * leave. Anything else is a bug of ours; the message holds no part of it, for it may be logged.
 */
export function assertE164(number: string): void {
  if (!/^\+[0-9]{7,15}$/.test(number)) throw new TypeError('Not a phone number in E.164 form');
}

export function assertExtension(extension: string): void {
  if (!/^[0-9]{1,8}$/.test(extension)) throw new TypeError('Not an extension of 1 to 8 digits');
}
