type Operation = { readonly method: string; readonly path: string };

type AnyInput = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

type Settings = {
  /** Such as `https://verify.example.org`. */
  readonly url: string;
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
};

/** Where an operation is, with what stands in its path and behind it. */
function addressOf({ path }: Operation, url: string, { params = {}, query = {} }: AnyInput): URL {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, part: string) =>
    encodeURIComponent(String(params[part])),
  );
  const address = new URL(filled, url);
  for (const [part, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(part, value);
  }
  return address;
}

const headersFor = (key: string, { body, idempotencyKey }: AnyInput) => ({
  accept: 'application/json',
  authorization: `Bearer ${key}`,
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': `"${idempotencyKey}"` }),
});

type Stream = { readonly path: string };
type Watching = Pick<AnyInput, 'params' | 'signal'>;

/**
 * Once at the beginning and then whenever something moved, until the service ends the stream: read
 * the verification each time. Throws what `fetch` throws, also where the signal ends it.
 */
export const makeWatcher = ({ path }: Stream, { url, key, fetch = globalThis.fetch }: Settings) =>
  async function* watch({ params = {}, signal }: Watching = {}): AsyncGenerator<void> {
    const response = await fetch(addressOf({ path, method: 'GET' }, url, { params }), {
      redirect: 'error',
      headers: { accept: 'text/event-stream', authorization: `Bearer ${key}` },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok || response.body === null) throw new Error(`refused: ${response.status}`);
    yield;
    let rest = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + part).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) if (/^event: changed$/m.test(event)) yield;
    }
  };

/** Calls operations by their names; an expected "no" is a value. */
export const makeCaller =
  (operations: ReadonlyMap<string, Operation>, { url, key, fetch = globalThis.fetch }: Settings) =>
  async (name: string, input: AnyInput = {}) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new TypeError(`there is no operation ${name}`);
    const { body, signal } = input;
    try {
      const response = await fetch(addressOf(operation, url, input), {
        method: operation.method,
        redirect: 'error',
        headers: headersFor(key, input),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const value: unknown = response.status === 204 ? undefined : await response.json();
      return response.ok ? { kind: 'ok', value } : { kind: 'problem', problem: value };
    } catch (error) {
      return { kind: 'unreachable', error };
    }
  };
