import type { OutboxId } from '#domain/ids.ts';
import type { TwilioSettings } from './settings.ts';

export type Hook = 'status' | 'voice' | 'inbound';

/** Where the carrier calls back about one message. */
export function hookUrl(
  { publicUrl }: Pick<TwilioSettings, 'publicUrl'>,
  hook: Hook,
  message: OutboxId,
): string {
  const query = new URLSearchParams({ message });
  return `${publicUrl.replace(/\/+$/, '')}/hooks/twilio/${hook}?${query.toString()}`;
}
