import type { MessageCountStore, StoredMessage } from './ports.ts';

type Fate = { readonly provider: string; readonly what: 'sent' | 'delivered' | 'failed' };

/** Texts and calls cost money: how many of each fared how, by the country they went to. */
export async function countMessage(
  counts: Pick<MessageCountStore, 'add'>,
  { message: { kind }, country, createdAt }: StoredMessage,
  { provider, what }: Fate,
): Promise<void> {
  if (kind !== 'text' && kind !== 'call') return;
  await counts.add({ at: createdAt, provider, kind, country: country ?? '??' }, what);
}
