import {
  makePublicRequest,
  type RequestFailure,
  type RequestSettings,
} from '#outbound/public-request.ts';

export type FetchFailure = RequestFailure | 'redirected' | 'status' | 'not_json';

export type Fetched =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: FetchFailure };

/** Reads one JSON document. */
export type FetchJson = (url: string) => Promise<Fetched>;

/** For documents at addresses that an operator, or another document, names. */
export function makePublicFetch(settings: RequestSettings): FetchJson {
  const request = makePublicRequest(settings);
  return async (given) => {
    const url = URL.parse(given);
    if (url === null) return { kind: 'failed', why: 'unknown_host' };
    const headers = { accept: 'application/json' };
    const outcome = await request(url, { method: 'GET', headers, reads: true });
    if (outcome.kind === 'failed') return outcome;
    const { status, body } = outcome;
    if (status === 200) return parseJson(body);
    return { kind: 'failed', why: status >= 300 && status < 400 ? 'redirected' : 'status' };
  };
}

function parseJson(text: string): Fetched {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'failed', why: 'not_json' };
  }
}
