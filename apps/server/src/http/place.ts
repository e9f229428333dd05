import type { Place } from '#administration/ports.ts';

/** A place in a list of people, as it travels. */
export const printPlace = ({ key, id }: Place): string =>
  Buffer.from(`${id} ${key}`, 'utf8').toString('base64url');

export function parsePlace(text: string): Place | undefined {
  const [id = '', ...key] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  return /^[0-9a-f-]{36}$/.test(id) ? { id, key: key.join(' ') } : undefined;
}
