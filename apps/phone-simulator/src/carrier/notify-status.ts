import type { Store } from '../store.ts';
import type { CallBack, CallBackTarget } from './call-back.ts';

type Dependencies = { readonly store: Store; readonly callBack: CallBack };
type Recipient = { readonly number: string; readonly target: CallBackTarget };

/** Tells a status and goes on whatever comes back; trouble shows on the page, by the phone. */
export async function notifyStatus(
  { store, callBack }: Dependencies,
  { number, target }: Recipient,
  params: URLSearchParams,
): Promise<void> {
  const problem = await callBack(target, params).then(
    ({ status }) => (status >= 200 && status < 300 ? undefined : `answered ${status}`),
    (error: unknown) => (error instanceof Error ? error.message : 'failed'),
  );
  if (problem === undefined) return;
  store.add('notes', { number, text: `The status call-back of the application ${problem}.` });
}
