import type { VoiceView } from '@proofup/contract/schemas.ts';
import { VOICE_MESSAGES, type VoiceMessageName } from '@proofup/contract/voice-messages.ts';
import type { ChangeVoice } from '#administration/change-voice.ts';
import type { SendTest } from '#administration/send-test.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { VoiceStore } from '#delivery/ports.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly voice: Pick<VoiceStore, 'settings' | 'list' | 'languages'>;
  readonly changeVoice: ChangeVoice;
  readonly sendTest: SendTest;
  /** What is said where nothing was set, with the organisation's name in it. */
  readonly standardWords: (message: VoiceMessageName) => string;
};

type VoiceRoutes = Pick<
  Handlers,
  'getVoice' | 'setVoice' | 'setVoiceWords' | 'setVoiceSound' | 'sendTest'
>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function makeAdminVoiceRoutes(dependencies: Dependencies): VoiceRoutes {
  const { changeVoice } = dependencies;
  return {
    getVoice: async ({ query }) => ok(await view(dependencies, query.language)),
    setVoice: async ({ caller, body: { reason, language, callerId } }) => {
      await changeVoice.settings({ language, callerId }, { ...signedInAs(caller), reason });
      return ok(await view(dependencies));
    },
    sendTest: async ({ caller, body: { reason, via, methodId, message } }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
      const own = methodId as AuthenticatorId;
      const request = { via, methodId: own, message: message ?? 'approve.greeting' };
      const outcome = await dependencies.sendTest(request, { ...signedInAs(caller), reason });
      switch (outcome.kind) {
        case 'sent':
          return ok({ sent: true } as const);
        case 'method-unavailable':
          return problem('method_unavailable');
        case 'number-unavailable':
          return problem('number_unavailable');
        case 'throttled':
          return problem('too_many_messages', outcome.retryAfterMs);
      }
    },
    setVoiceWords: async ({ caller, params: { message }, body }) => {
      const { reason, language, words } = body;
      await changeVoice.words({ message, language }, words, { ...signedInAs(caller), reason });
      return ok(await view(dependencies, language));
    },
    setVoiceSound: async ({ caller, params: { message }, body }) => {
      const { reason, language, sound } = body;
      if (sound !== undefined && !BASE64.test(sound)) return problem('sound_unacceptable');
      const file = sound === undefined ? undefined : Buffer.from(sound, 'base64');
      const order = { ...signedInAs(caller), reason };
      const outcome = await changeVoice.sound({ message, language }, file, order);
      return outcome === 'changed'
        ? ok(await view(dependencies, language))
        : problem('sound_unacceptable');
    },
  };
}

async function view({ voice, standardWords }: Dependencies, wanted?: string): Promise<VoiceView> {
  const { language, callerId } = await voice.settings();
  const shown = wanted ?? language;
  const own = new Map((await voice.list(shown)).map((one) => [one.message, one]));
  return {
    language,
    languages: [...(await voice.languages())],
    shown,
    ...present('callerId', callerId),
    messages: VOICE_MESSAGES.map((message) => {
      const { words, sound } = own.get(message) ?? {};
      return {
        message,
        standard: standardWords(message),
        ...present('words', words),
        ...present(
          'sound',
          sound && { mediaType: sound.mediaType, seconds: sound.seconds, bytes: sound.bytes },
        ),
      };
    }),
  };
}
