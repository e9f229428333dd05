import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from './ports.ts';

export type HashCost = {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
};

type Settings = {
  readonly cost: HashCost;
  /** Hashes at work at once; as many as cores, so that nothing else starves. */
  readonly concurrency: number;
  /** Callers that may wait; one more is told to come back. */
  readonly queueLimit: number;
};

/**
 * argon2id (RFC 9106) in a bounded pool: a flood of sign-ins fills the queue and is turned away
 * there, it does not fill memory. Stored hashes keep the cost they were made with.
 */
export function makePasswordHasher({ cost, concurrency, queueLimit }: Settings): PasswordHasher {
  const options = {
    memoryCost: cost.memoryKib,
    timeCost: cost.iterations,
    parallelism: cost.parallelism,
  };
  const pool = makePool(concurrency, queueLimit);
  // Compared when there is no such user, so that an unknown name costs what a known one costs.
  let decoy: Promise<string> | undefined;
  const decoyHash = () => (decoy ??= hash('nobody has this password', options));

  return {
    isFull: () => pool.isFull(),
    hash: async (password) => {
      const hashed = await pool.run(() => hash(normalise(password), options));
      if (hashed === 'busy') throw new Error('the password queue is full');
      return hashed.value;
    },
    verify: async (stored, password) => {
      const compared = stored ?? (await decoyHash());
      const outcome = await pool.run(() => verify(compared, normalise(password)));
      if (outcome === 'busy') return 'busy';
      return stored !== undefined && outcome.value;
    },
  };
}

/** SP 800-63B-4 section 3.1.1.2: the same characters however a keyboard composes them. */
const normalise = (password: string): string => password.normalize('NFKC');

type Pool = {
  isFull(): boolean;
  run<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value } | 'busy'>;
};

function makePool(concurrency: number, queueLimit: number): Pool {
  const waiting: (() => void)[] = [];
  let atWork = 0;

  const enter = async (): Promise<void> => {
    if (atWork < concurrency) {
      atWork += 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  /** The place is handed on, not freed, while somebody waits for it. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else atWork -= 1;
  };

  const isFull = () => atWork >= concurrency && waiting.length >= queueLimit;

  return {
    isFull,
    run: async (work) => {
      if (isFull()) return 'busy';
      await enter();
      try {
        return { value: await work() };
      } finally {
        leave();
      }
    },
  };
}
