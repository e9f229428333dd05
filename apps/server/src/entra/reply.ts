import { z } from 'zod';

/** What the answer to a request repeats of it. */
const reply = z.object({
  sub: z.string(),
  state: z.string().optional(),
  nonce: z.string().optional(),
  ask: z.object({ acr: z.array(z.string()), amr: z.array(z.string()) }),
});

export type Reply = {
  readonly sub: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly ask: { readonly acr: readonly string[]; readonly amr: readonly string[] };
};

export function readReply(stored: string): Reply {
  const { state, nonce, ...rest } = reply.parse(JSON.parse(stored));
  return { state, nonce, ...rest };
}
