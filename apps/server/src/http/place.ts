import type { Place, RecordPlace } from '#administration/ports.ts';

/** A place in a list of people, as it travels. */
export const printPlace = ({ key, id }: Place): string =>
  Buffer.from(`${id} ${key}`, 'utf8').toString('base64url');

export function parsePlace(text: string): Place | undefined {
  const [id = '', ...key] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  return /^[0-9a-f-]{36}$/.test(id) ? { id, key: key.join(' ') } : undefined;
}

/** A place in a list by time, ties by id, as it travels; undefined: at its beginning. */
export const printMoment = (place: RecordPlace | undefined): { readonly next?: string } =>
  place === undefined ? {} : { next: `${place.time}.${place.id}` };

/** Only what we printed comes here (cursors.ts). */
export function parseMoment(text: string | undefined): RecordPlace | undefined {
  const [time = '', id = ''] = text?.split('.') ?? [];
  return text === undefined ? undefined : { time: Number(time), id };
}
