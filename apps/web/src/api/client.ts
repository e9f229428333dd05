import { type Client, makeClient } from '@proofup/contract/client.ts';
import { noteServerDate } from '#api/server-clock.ts';

async function timedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  noteServerDate(response.headers.get('date'));
  return response;
}

/** A client that sends the token it is told at each call: tokens change at a step-up. */
export const clientAsking = (csrfToken: () => string | undefined): Client =>
  makeClient({ fetch: timedFetch, csrfToken });

export const clientWith = (csrfToken: string): Client => clientAsking(() => csrfToken);

export const publicClient: Client = clientAsking(() => undefined);
