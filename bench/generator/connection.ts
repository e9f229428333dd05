import net from 'node:net';

export type HttpAnswer = {
  readonly status: number;
  readonly head: string;
  readonly body: string;
};

const LENGTH = /\r\ncontent-length: (\d+)/i;

/**
 * One keep-alive connection with one request at a time (RFC 9112), and no more of HTTP than answers
 * of a known length: it takes a tenth of the time that the server needs.
 */
export class Connection {
  readonly #socket: net.Socket;
  #settle: ((answer: HttpAnswer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  #received = '';

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    // The answers are ASCII and UTF-8 in bodies that are only parsed; lengths are counted in bytes.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#fail?.(error));
    socket.on('close', () => this.#fail?.(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = net.connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(socket);
  }

  send(request: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.#received.length < headEnd + 4 + length) return;
    const body = this.#received.slice(headEnd + 4, headEnd + 4 + length);
    this.#received = this.#received.slice(headEnd + 4 + length);
    this.#settle?.({ status: Number(head.slice(9, 12)), head, body });
  }
}
