import { makeChangeVoice } from '#administration/change-voice.ts';
import { spokenText } from '#channels/twilio-compatible/spoken-texts.ts';
import type { Config } from '#config/config.ts';
import type { VoiceBook } from '#delivery/ports.ts';
import { makeAdminVoiceRoutes } from '#http/routes/admin-voice-routes.ts';
import { signedSound } from '#http/sounds.ts';
import type { Core } from './core.ts';

/** What calls say, as it was set; recordings by an address that only a call is given. */
export const makeVoiceBook = ({ stores, tokens }: Core, publicUrl: string): VoiceBook => ({
  read: async () => {
    const { language } = await stores.voice.settings();
    const messages = (await stores.voice.list(language)).map(({ message, words, sound }) => {
      const signature = sound && tokens.hash('sound', signedSound(message, language, sound.digest));
      const url = signature && `${publicUrl}/hooks/sounds/${message}/${language}/${signature}`;
      return [message, { words, url }] as const;
    });
    return { language, messages: new Map(messages) };
  },
});

export const voiceHandlers = (config: Config, core: Core) =>
  makeAdminVoiceRoutes({
    voice: core.stores.voice,
    changeVoice: makeChangeVoice(core),
    standardWords: (message) => spokenText(message, config.organisation),
  });
