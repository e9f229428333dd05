import type { VoiceBook } from '#delivery/ports.ts';
import { type SpokenTextId, spokenText } from './spoken-texts.ts';
import type { XmlElement } from './xml.ts';

/** How a call says something: a recording, words of the organisation's own, or the standard ones. */
export type Voice = (id: SpokenTextId, organisation?: string) => XmlElement;

export async function makeVoice(book: VoiceBook): Promise<Voice> {
  const { language, messages } = await book.read();
  return (id, organisation) => {
    const own = messages.get(id);
    if (own?.url !== undefined) return { name: 'Play', children: [own.url] };
    return {
      name: 'Say',
      attributes: { language: own?.words === undefined ? 'en-US' : language },
      children: [spokenText(id, organisation, own?.words)],
    };
  };
}
