/** Where this app keeps what it must not lose: keys that cannot be read out, and sealed secrets. */
const NAME = 'authenticator';
const STORES = ['devices', 'codes', 'keys'] as const;

export type StoreName = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | undefined;

const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('storage failed')));
  });

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener('upgradeneeded', () => {
    for (const store of STORES) request.result.createObjectStore(store, { keyPath: 'id' });
  });
  return settled(request);
}

async function storeOf(name: StoreName, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  opened ??= open();
  return (await opened).transaction(name, mode).objectStore(name);
}

type Stored = { readonly id: string };

export async function readAll<Row extends Stored>(name: StoreName): Promise<readonly Row[]> {
  return settled<Row[]>((await storeOf(name, 'readonly')).getAll());
}

export async function write(
  name: StoreName,
  row: Stored & Readonly<Record<string, unknown>>,
): Promise<void> {
  await settled((await storeOf(name, 'readwrite')).put(row));
}

export async function erase(name: StoreName, id: string): Promise<void> {
  await settled((await storeOf(name, 'readwrite')).delete(id));
}

type Put = { readonly in: StoreName; readonly put: Stored & Readonly<Record<string, unknown>> };
type Erase = { readonly in: StoreName; readonly erase: string };
type Clear = { readonly in: StoreName; readonly clear: true };

export type Change = Put | Erase | Clear;

/** All of it or nothing. */
export async function changeTogether(changes: readonly Change[]): Promise<void> {
  opened ??= open();
  const transaction = (await opened).transaction(STORES, 'readwrite');
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    const fail = () => reject(transaction.error ?? new Error('storage failed'));
    transaction.addEventListener('error', fail);
    transaction.addEventListener('abort', fail);
  });
  for (const change of changes) {
    const store = transaction.objectStore(change.in);
    if ('put' in change) store.put(change.put);
    else if ('clear' in change) store.clear();
    else store.delete(change.erase);
  }
  await done;
}

/** Keys, accounts and codes: as if nobody had ever used the app here. */
export const eraseEverything = (): Promise<void> =>
  changeTogether(STORES.map((name) => ({ in: name, clear: true })));
