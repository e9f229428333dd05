import type { TranscriptLine } from '../src/model.ts';
import { make } from './dom.ts';

const SPEAKERS: Readonly<Record<TranscriptLine['speaker'], string>> = {
  voice: 'Voice',
  keys: 'You pressed',
  line: 'Network',
};

export function transcriptLine({ speaker, text }: TranscriptLine): HTMLElement {
  return make('li', { className: speaker }, [
    make('span', { className: 'speaker', text: SPEAKERS[speaker] }),
    make(speaker === 'keys' ? 'kbd' : 'span', { text }),
  ]);
}
