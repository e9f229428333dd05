import { createHmac } from 'node:crypto';

/**
 * `X-Twilio-Signature` of a call-back, from the carrier's documentation: the URL, then the names
 * and values of the posted fields in order, under HMAC-SHA1 with the account's token, in base64.
 * Written apart from any code that checks it, so that the two cannot share a mistake.
 */
export function signCallBack(authToken: string, url: string, posted: URLSearchParams): string {
  const mac = createHmac('sha1', authToken);
  mac.update(url);
  for (const name of [...new Set(posted.keys())].toSorted()) {
    for (const value of [...new Set(posted.getAll(name))].toSorted()) mac.update(name + value);
  }
  return mac.digest('base64');
}
