import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { Clock } from '#domain/write.ts';
import type { SigningKeys } from '#relying-parties/signing-keys.ts';
import { tell } from './methods.ts';
import { readReply } from './reply.ts';

type Dependencies = {
  readonly issuer: string;
  readonly sign: SigningKeys['sign'];
  readonly clock: Clock;
};

type Proved = {
  readonly clientId: string;
  readonly method: AuthenticatorType;
  /** As authorize.ts wrote it. */
  readonly reply: string;
};

export type SignAnswer = (proved: Proved) => Promise<string>;

/** Posted at once; as long as Entra keeps waiting is more than enough. */
const TOKEN_LIFE_SECONDS = 5 * 60;

/** The ID token that says what was proved, in Microsoft's words. */
export const makeSignAnswer =
  ({ issuer, sign, clock }: Dependencies): SignAnswer =>
  ({ clientId, method, reply }) => {
    const { sub, nonce, ask } = readReply(reply);
    const told = tell(method, ask);
    if (told === undefined) throw new Error('a method was proved that was not asked for');
    const iat = Math.floor(clock().getTime() / 1000);
    return sign({
      iss: issuer,
      aud: clientId,
      sub,
      iat,
      exp: iat + TOKEN_LIFE_SECONDS,
      ...(nonce !== undefined && { nonce }),
      acr: told.acr,
      amr: [told.amr],
    });
  };
