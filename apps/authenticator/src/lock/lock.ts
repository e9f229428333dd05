import { closeVault, openVault, sealAnew } from '#codes/vault.ts';
import { askPasskey, makePasskey } from '#lock/passkey.ts';
import { eraseEverything, readAll } from '#storage/database.ts';

/** Beside the sealing key; nothing in it opens anything. */
export type Lock = {
  readonly id: 'lock';
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** The codes open by what the passkey gives, and by nothing else. Otherwise the lock is a door only. */
  readonly wraps: boolean;
};

const SALT_BYTES = 32;
const INFO = new TextEncoder().encode('proofup authenticator codes 1');

export async function readLock(): Promise<Lock | undefined> {
  const rows = await readAll<{ readonly id: string }>('keys');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row of that id is written here alone
  return rows.find(({ id }) => id === 'lock') as Lock | undefined;
}

/** HKDF (RFC 5869) of what the PRF extension gives: a key that is in no storage. */
async function wrappingKey(secret: ArrayBuffer): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: INFO };
  const aes = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(hkdf, base, aes, false, ['wrapKey', 'unwrapKey']);
}

/** Asks the new passkey once before anything depends on it. */
export async function turnOn(): Promise<Lock | undefined> {
  const credentialId = await makePasskey();
  if (credentialId === undefined) return undefined;
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const asked = await askPasskey(credentialId, salt);
  if (asked.kind === 'refused') return undefined;
  const wraps = asked.secret !== undefined;
  const lock: Lock = { id: 'lock', credentialId, salt, wraps };
  const wrapping = asked.secret && (await wrappingKey(asked.secret));
  await sealAnew(wrapping, [{ in: 'keys', put: lock }]);
  tellOthers();
  return lock;
}

export async function turnOff(lock: Lock): Promise<boolean> {
  if ((await askPasskey(lock.credentialId, lock.salt)).kind === 'refused') return false;
  await sealAnew(undefined, [{ in: 'keys', erase: 'lock' }]);
  tellOthers();
  return true;
}

export async function unlock({ credentialId, salt, wraps }: Lock): Promise<boolean> {
  const asked = await askPasskey(credentialId, salt);
  if (asked.kind === 'refused') return false;
  if (!wraps) return true;
  return asked.secret !== undefined && openVault(await wrappingKey(asked.secret));
}

/** The way back without the passkey: nothing is opened, everything is gone. */
export async function startOver(): Promise<void> {
  closeVault();
  await eraseEverything();
  tellOthers();
}

/** Other windows of the app hold keys that are of no use any more; what is sent here is not heard here. */
const others = new BroadcastChannel('lock');

function tellOthers(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of its origin, and takes none
  others.postMessage('changed');
}

export function onChangedElsewhere(changed: () => void): () => void {
  others.addEventListener('message', changed);
  return () => others.removeEventListener('message', changed);
}
