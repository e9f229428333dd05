import { VOICE_MESSAGES, type VoiceMessageName } from '@proofup/contract/voice-messages.ts';
import type { VoiceStore } from '#delivery/ports.ts';
import type { Web } from './server.ts';

type Dependencies = {
  readonly voice: Pick<VoiceStore, 'soundOf'>;
  /** Of what stands in the address before it, and what the recording is. */
  readonly isSigned: (signed: string, signature: string) => boolean;
};

/** What is signed: only an address that a call was given leads to a recording, and only to that one. */
export const signedSound = (message: string, language: string, digest: string): string =>
  [message, language, digest].join(' ');

/** Recordings, for the carrier, which has no session: the address is what nobody can guess. */
export function registerSounds({ server }: Web, { voice, isSigned }: Dependencies): void {
  server.get<{ Params: { message: string; language: string; signature: string } }>(
    '/hooks/sounds/:message/:language/:signature',
    async (request, reply) => {
      const { language, signature } = request.params;
      const message = VOICE_MESSAGES.find((one) => one === request.params.message);
      const sound = message && (await find(voice, message, language));
      if (
        message === undefined ||
        sound === undefined ||
        !isSigned(signedSound(message, language, sound.digest), signature)
      ) {
        return reply.code(404).type('text/plain; charset=utf-8').send('');
      }
      reply.header('x-content-type-options', 'nosniff');
      reply.header('content-disposition', 'attachment');
      return reply.code(200).type(sound.mediaType).send(Buffer.from(sound.bytes));
    },
  );
}

const find = (voice: Dependencies['voice'], message: VoiceMessageName, language: string) =>
  /^[a-zA-Z-]{2,6}$/.test(language) ? voice.soundOf({ message, language }) : undefined;
