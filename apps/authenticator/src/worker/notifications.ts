import type { DeviceView } from '@proofup/contract/device-schemas.ts';
import { subscribe } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';

export const canNotify = (): boolean => 'PushManager' in globalThis && 'Notification' in globalThis;

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );

/** Asks the person, the browser, and then the server; false where any of them says no. */
export async function turnOn(account: DeviceAccount, { vapidKey }: DeviceView): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { pushManager } = await navigator.serviceWorker.ready;
  const applicationServerKey = fromBase64url(vapidKey);
  const made = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey })
    .catch(() => undefined);
  const { endpoint, keys } = made?.toJSON() ?? {};
  const [p256dh, auth] = [keys?.['p256dh'], keys?.['auth']];
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return false;
  return (await subscribe(account, { endpoint, p256dh, auth })).kind === 'ok';
}
