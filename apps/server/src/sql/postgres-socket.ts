import { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * Sends in one piece what is written in one turn: statements that wait for no answer then cost one
 * system call here, and wake PostgreSQL once.
 */
export class BatchingSocket extends Socket {
  #held = false;

  override write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding | Done,
    done?: Done,
  ): boolean {
    if (!this.#held) {
      this.#held = true;
      this.cork();
      process.nextTick(() => {
        this.#held = false;
        this.uncork();
      });
    }
    return typeof encoding === 'string'
      ? super.write(chunk, encoding, done)
      : super.write(chunk, encoding);
  }
}
