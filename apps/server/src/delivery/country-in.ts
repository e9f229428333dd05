import type { E164, StoredMessage } from './ports.ts';

/** ISO 3166-1 alpha-2. */
export type CountryOf = (number: E164) => string | undefined;

/** Where a message goes, as long as what it says is kept. */
export const countryIn = (
  countryOf: CountryOf,
  { message }: Pick<StoredMessage, 'message'>,
): string | undefined =>
  (message.kind === 'text' || message.kind === 'call') && 'to' in message
    ? countryOf(message.to)
    : undefined;
