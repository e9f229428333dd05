import type { State } from '../src/model.ts';

/** Does something with the phones; what went wrong comes back in words. */
export async function control(
  action: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string | undefined> {
  try {
    const response = await fetch(`/control/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (response.ok) return undefined;
    const { error }: { error?: string } = await response.json();
    return error ?? 'That did not work';
  } catch {
    return 'The simulator does not answer';
  }
}

type Watcher = {
  readonly onState: (state: State) => void;
  readonly onConnection: (connected: boolean) => void;
};

/** The browser reconnects by itself, and every event is the whole state: nothing is missed. */
export function watchState({ onState, onConnection }: Watcher): void {
  const events = new EventSource('/control/events');
  events.addEventListener('open', () => onConnection(true));
  events.addEventListener('error', () => onConnection(false));
  events.addEventListener('message', ({ data }: MessageEvent<string>) => onState(JSON.parse(data)));
}
