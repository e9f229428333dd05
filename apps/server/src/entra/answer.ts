import type { Door, DoorResponse } from '#http/ports.ts';
import type { Clock } from '#domain/write.ts';
import type { RelyingParty } from '#relying-parties/ports.ts';
import type { TakeAnswer, TakenAnswer } from '#relying-parties/take-answer.ts';
import { CLOUDS, PATHS } from './issuer.ts';
import { tell } from './methods.ts';
import type { ShowPage } from './show-page.ts';
import { readReply } from './reply.ts';
import type { SigningKeys } from '#relying-parties/signing-keys.ts';

type Dependencies = {
  readonly issuer: string;
  readonly takeAnswer: TakeAnswer;
  readonly sign: SigningKeys['sign'];
  readonly showPage: ShowPage;
  readonly clock: Clock;
};

/** Posted at once; as long as Entra keeps waiting is more than enough. */
const TOKEN_LIFE_SECONDS = 5 * 60;

/** The page that posts the one answer back to Microsoft, for the browser that the request came from. */
export const makeAnswer =
  (dependencies: Dependencies): Door['open'] =>
  async ({ context, signInToken }) => {
    const taken = await dependencies.takeAnswer(signInToken, context);
    switch (taken.kind) {
      case 'nothing':
        return NOTHING(dependencies);
      case 'unfinished':
        return {
          status: 303,
          contentType: 'text/plain',
          body: '',
          location: `${PATHS.verify}#${taken.signIn.id}`,
        };
      case 'failed':
        return post(dependencies, taken, {
          title: 'Going back to Microsoft…',
          paragraphs: ['You were not verified.'],
          fields: { error: 'access_denied' },
        });
      case 'too-late':
        return post(dependencies, taken, {
          title: 'This took too long',
          paragraphs: [
            'Microsoft waits for 10 minutes, and they are over. Nothing was changed.',
            'Go back and sign in again.',
          ],
          fields: { error: 'temporarily_unavailable' },
          isSentAtOnce: false,
        });
      case 'proven':
        return proven(dependencies, taken);
    }
  };

const NOTHING = ({ showPage }: Dependencies): DoorResponse =>
  showPage(410, {
    title: 'There is nothing to answer',
    paragraphs: [
      'Either Microsoft has its answer already, or this browser has none of its questions.',
      'Go back to the application and sign in again.',
    ],
  });

async function proven(
  dependencies: Dependencies,
  taken: Extract<TakenAnswer, { readonly kind: 'proven' }>,
): Promise<DoorResponse> {
  const { sub, nonce, ask } = readReply(taken.reply);
  const told = tell(taken.method, ask);
  if (told === undefined) throw new Error('a method was proved that was not asked for');
  const iat = Math.floor(dependencies.clock().getTime() / 1000);
  const token = await dependencies.sign({
    iss: dependencies.issuer,
    aud: taken.party.clientId,
    sub,
    iat,
    exp: iat + TOKEN_LIFE_SECONDS,
    ...(nonce !== undefined && { nonce }),
    acr: told.acr,
    amr: [told.amr],
  });
  return post(dependencies, taken, {
    title: 'You are verified',
    paragraphs: ['Going back to Microsoft…'],
    fields: { id_token: token },
  });
}

type Posting = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly isSentAtOnce?: boolean;
};

function post(
  { showPage }: Dependencies,
  { party, reply }: { readonly party: RelyingParty; readonly reply: string },
  { title, paragraphs, fields, isSentAtOnce = true }: Posting,
): DoorResponse {
  const { state } = readReply(reply);
  const form = {
    action: CLOUDS[party.cloud].redirectUri,
    fields: { ...fields, ...(state !== undefined && { state }) },
    label: 'Continue to Microsoft',
    isSentAtOnce,
  };
  return { ...showPage(200, { title, paragraphs, form }), signInToken: null };
}
