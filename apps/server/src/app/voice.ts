import { makeChangeVoice } from '#administration/change-voice.ts';
import { makeSendTest } from '#administration/send-test.ts';
import { reachingOf } from './reaching.ts';
import { nearest } from '#domain/language.ts';
import { spokenText } from '#channels/twilio-compatible/spoken-texts.ts';
import type { Config } from '#config/config.ts';
import type { VoiceBook } from '#delivery/ports.ts';
import { makeAdminVoiceRoutes } from '#http/routes/admin-voice-routes.ts';
import { signedSound } from '#http/sounds.ts';
import type { Core } from './core.ts';

/** What calls say, as it was set; recordings by an address that only a call is given. */
export const makeVoiceBook = ({ stores, tokens }: Core, publicUrl: string): VoiceBook => ({
  read: async (wanted) => {
    const { voice } = stores;
    const { language: usual } = await voice.settings();
    const own = wanted === undefined ? undefined : nearest(wanted, await voice.languages());
    const of = async (language: string) =>
      (await voice.list(language)).flatMap(({ message, words, sound }) => {
        if (words === undefined && sound === undefined) return [];
        const signed = sound && signedSound(message, language, sound.digest);
        const signature = signed && tokens.hash('sound', signed);
        const url = signature && `${publicUrl}/hooks/sounds/${message}/${language}/${signature}`;
        return [[message, { language, words, url }] as const];
      });
    const theirs = own === undefined || own === usual ? [] : await of(own);
    return new Map([...(await of(usual)), ...theirs]);
  },
});

export const voiceHandlers = (config: Config, core: Core) =>
  makeAdminVoiceRoutes({
    voice: core.stores.voice,
    changeVoice: makeChangeVoice(core),
    sendTest: makeSendTest({
      ...core,
      ...reachingOf(config, core),
      get organisation() {
        return config.organisation;
      },
    }),
    standardWords: (message) => spokenText(message, config.organisation),
  });
