import { Socket } from 'node:net';

type Rest = [
  encoding?: BufferEncoding | ((error?: Error | null) => void),
  done?: (error?: Error | null) => void,
];

/**
 * Sends in one piece what is written in one turn: statements that wait for no answer then cost one
 * system call here, and wake PostgreSQL once.
 */
export class BatchingSocket extends Socket {
  #held = false;

  override write(chunk: Uint8Array | string, ...rest: Rest): boolean {
    if (!this.#held) {
      this.#held = true;
      this.cork();
      process.nextTick(() => {
        this.#held = false;
        this.uncork();
      });
    }
    return Reflect.apply(super.write, this, [chunk, ...rest]);
  }
}
