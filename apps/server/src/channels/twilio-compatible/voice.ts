import type { VoiceBook } from '#delivery/ports.ts';
import { type SpokenTextId, spokenText } from './spoken-texts.ts';
import type { XmlElement } from './xml.ts';

/** How a call says something: a recording, words of the organisation's own, or the standard ones. */
export type Voice = {
  readonly say: (id: SpokenTextId, organisation?: string) => XmlElement;
  /** What it is said in. */
  readonly languageOf: (id: SpokenTextId) => string;
};

const STANDARD = 'en-US';

/** As somebody of this language hears it. */
export async function makeVoice(book: VoiceBook, language: string | undefined): Promise<Voice> {
  const messages = await book.read(language);
  const languageOf = (id: SpokenTextId): string => messages.get(id)?.language ?? STANDARD;
  return {
    languageOf,
    say: (id, organisation) => {
      const own = messages.get(id);
      if (own?.url !== undefined) return { name: 'Play', children: [own.url] };
      return {
        name: 'Say',
        attributes: { language: languageOf(id) },
        children: [spokenText(id, organisation, own?.words)],
      };
    },
  };
}
