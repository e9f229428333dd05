import { type RequestOptions, requestOptions } from '#authenticators/passkey/options.ts';
import { ceremonyOf, type RelyingParty } from '#authenticators/passkey/relying-party.ts';
import type { Clock } from '#domain/write.ts';
import type { Tokens } from './ports.ts';

type Dependencies = {
  readonly relyingParty: RelyingParty;
  readonly tokens: Tokens;
  readonly clock: Clock;
};

export type BeginPasskey = () => {
  readonly publicKey: RequestOptions;
  /** For this browser's cookie; when it was made is in it. */
  readonly token: string;
};

/**
 * Asks whoever it is for a passkey of theirs, whichever it may be: no account is named, so none can be
 * found out (W3C WebAuthn Level 3 section 14.6.2). Nothing is stored for strangers: the challenge is a
 * keyed hash of the token, so that a token which was not made here leads to no challenge that anybody
 * has ever seen.
 */
export const makeBeginPasskey =
  ({ relyingParty, tokens, clock }: Dependencies): BeginPasskey =>
  () => {
    // 48 bits of time, 210 of chance.
    const token = `${encodeTime(clock())}${tokens.random().slice(TIME_LENGTH)}`;
    return {
      token,
      publicKey: requestOptions(passwordlessCeremony(relyingParty, tokens, token), []),
    };
  };

/** The passkey stands for the password as well: it must have verified its user. */
export const passwordlessCeremony = (relyingParty: RelyingParty, tokens: Tokens, token: string) =>
  ceremonyOf(relyingParty, tokens, {
    unique: `passwordless:${token}`,
    userVerification: 'required',
  });

/** When a token of `beginPasskey` was made. */
export function issueTimeOf(token: string): number | undefined {
  const time = Buffer.from(token.slice(0, TIME_LENGTH), 'base64url');
  return time.length === TIME_BYTES ? time.readUIntBE(0, TIME_BYTES) : undefined;
}

const TIME_BYTES = 6;
/** In base64url. */
const TIME_LENGTH = 8;

function encodeTime(now: Date): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now.getTime(), 0, TIME_BYTES);
  return time.toString('base64url');
}
