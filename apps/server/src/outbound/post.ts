import { makePublicRequest, type RequestSettings } from './public-request.ts';

export type Post = {
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused'; readonly why: 'not_https' | 'not_public' }
  | { readonly kind: 'unreachable' };

/** Hands something over to a stranger's address; of the answer the status is all that counts. */
export function makePost(settings: RequestSettings) {
  const request = makePublicRequest(settings);
  return async ({ endpoint, headers, body }: Post): Promise<Posted> => {
    const outcome = await request(endpoint, { method: 'POST', headers, body, reads: false });
    if (outcome.kind === 'answered') return { kind: 'answered', status: outcome.status };
    const { why } = outcome;
    return why === 'not_https' || why === 'not_public'
      ? { kind: 'refused', why }
      : { kind: 'unreachable' };
  };
}
