import { type Behaviour, type Call, isPhoneNumber, type State } from './model.ts';

type Fresh<Item> = Omit<Item, 'sequence' | 'at'>;
type Listed = 'texts' | 'calls' | 'mails' | 'notes';

export type Store = {
  state(): State;
  subscribe(listener: () => void): () => void;
  add<Kind extends Listed>(kind: Kind, item: Fresh<State[Kind][number]>): void;
  updateCall(sid: string, change: Partial<Call>): void;
  addPhone(number: string): void;
  behaviourOf(address: string): Behaviour;
  /** Without an address: of all that have none of their own. */
  setBehaviour(address: string | undefined, behaviour: Behaviour): void;
  clear(): void;
};

const EMPTY: State = { phones: [], texts: [], calls: [], mails: [], notes: [] };
const DELIVER: Behaviour = { mode: 'deliver', delayMs: 0 };

/** More than anybody scrolls back; a simulator that runs for weeks must not grow for weeks. */
const KEPT = 500;

export function makeStore(clock: () => Date): Store {
  const listeners = new Set<() => void>();
  const behaviours = new Map<string, Behaviour>();
  let state = EMPTY;
  let general = DELIVER;
  let sequence = 0;

  function change(next: Partial<State>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }
  const behaviourOf = (address: string): Behaviour => behaviours.get(address) ?? general;
  const withBehaviour = (number: string) => ({ number, behaviour: behaviourOf(number) });

  function addPhone(number: string): void {
    if (state.phones.some((phone) => phone.number === number)) return;
    change({ phones: [...state.phones, withBehaviour(number)] });
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (kind, item) => {
      sequence += 1;
      const numbered = { ...item, sequence, at: clock().toISOString() };
      change({ [kind]: [...state[kind], numbered].slice(-KEPT) });
    },
    updateCall: (sid, update) => {
      change({
        calls: state.calls.map((call) => (call.sid === sid ? { ...call, ...update } : call)),
      });
    },
    addPhone,
    behaviourOf,
    setBehaviour: (address, behaviour) => {
      if (address === undefined) general = behaviour;
      else behaviours.set(address, behaviour);
      if (address !== undefined && isPhoneNumber(address)) addPhone(address);
      change({ phones: state.phones.map(({ number }) => withBehaviour(number)) });
    },
    clear: () => {
      behaviours.clear();
      general = DELIVER;
      change(EMPTY);
    },
  };
}

/** Resolves with the first thing found, now or at a later change. */
export function waitFor<Found>(
  store: Store,
  find: (state: State) => Found | undefined,
  timeoutMs: number,
): Promise<Found> {
  const now = find(store.state());
  if (now !== undefined) return Promise.resolve(now);
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const timer = setTimeout(() => {
    reject(new Error(`Nothing of the kind arrived within ${timeoutMs} ms`));
  }, timeoutMs);
  const unsubscribe = store.subscribe(() => {
    const found = find(store.state());
    if (found !== undefined) resolve(found);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}
