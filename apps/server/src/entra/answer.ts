import type { Door, DoorResponse } from '#http/ports.ts';
import type { RelyingParty } from '#relying-parties/ports.ts';
import type { TakeAnswer, TakenAnswer } from '#relying-parties/take-answer.ts';
import type { SignAnswer } from './answer-token.ts';
import { CLOUDS, PATHS } from './issuer.ts';
import type { ShowPage } from './show-page.ts';
import { readReply } from './reply.ts';

type Dependencies = {
  readonly takeAnswer: TakeAnswer;
  readonly signAnswer: SignAnswer;
  readonly showPage: ShowPage;
};

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
      case 'switched-off':
        return post(dependencies, taken, switchedOff(taken.party.name, context.requestId));
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

/** Somebody was on the way when it was switched off; Microsoft is told what it would be told at the beginning. */
const switchedOff = (name: string, correlationId: string): Posting => ({
  title: 'This connection is switched off',
  paragraphs: [
    `While you were on your way, an administrator switched off the connection to ${name}. You were not verified, and nobody can be until it is on again.`,
    'You did nothing wrong, and your account is as it was.',
    'Go back and choose another way to verify, or ask your help desk and tell them the correlation ID below.',
  ],
  fields: { error: 'access_denied' },
  isSentAtOnce: false,
  details: { 'Correlation ID': correlationId },
});

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
  { method, party, reply }: Extract<TakenAnswer, { readonly kind: 'proven' }>,
): Promise<DoorResponse> {
  const token = await dependencies.signAnswer({ clientId: party.clientId, method, reply });
  return post(
    dependencies,
    { party, reply },
    {
      title: 'You are verified',
      paragraphs: ['Going back to Microsoft…'],
      fields: { id_token: token },
    },
  );
}

type Posting = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly isSentAtOnce?: boolean;
  readonly details?: Readonly<Record<string, string>>;
};

function post(
  { showPage }: Dependencies,
  { party, reply }: { readonly party: RelyingParty; readonly reply: string },
  { title, paragraphs, fields, isSentAtOnce = true, details = {} }: Posting,
): DoorResponse {
  const { state } = readReply(reply);
  const form = {
    action: CLOUDS[party.cloud].redirectUri,
    fields: { ...fields, ...(state !== undefined && { state }) },
    label: 'Continue to Microsoft',
    isSentAtOnce,
  };
  return { ...showPage(200, { title, paragraphs, form, details }), signInToken: null };
}
