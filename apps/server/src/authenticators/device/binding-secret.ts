import { type DeviceKey, parseDeviceKey } from './key.ts';

/** What is kept of a device, sealed: its key, and where it answered from. */
export type DeviceSecret = {
  readonly key: DeviceKey;
  readonly browser: string;
  readonly address: string;
};

export const writeDeviceSecret = (secret: DeviceSecret): Uint8Array =>
  Buffer.from(JSON.stringify(secret));

export function readDeviceSecret(bytes: Uint8Array): DeviceSecret {
  const { key, browser, address } = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const parsed = parseDeviceKey(key);
  if (parsed === undefined) throw new Error('a device without a key');
  return { key: parsed, browser: String(browser), address: String(address) };
}
