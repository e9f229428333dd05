import { type Client, makeClient } from '@proofup/contract/client.ts';
import { noteServerDate } from '#api/server-clock.ts';

/** A connection that hangs is one that is lost: the page says so instead of turning for ever. */
const PATIENCE_MS = 30_000;

export async function timedFetch(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  noteServerDate(response.headers.get('date'));
  return response;
}

export type AskForToken = () => string | undefined;

/** A client that sends the token it is told at each call: tokens change at a step-up. */
export const clientAsking = (csrfToken: AskForToken): Client =>
  makeClient({ fetch: timedFetch, csrfToken });

export const clientWith = (csrfToken: string): Client => clientAsking(() => csrfToken);

export const publicClient: Client = clientAsking(() => undefined);
