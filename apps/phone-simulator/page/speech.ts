import type { Call } from '../src/model.ts';
import { required } from './dom.ts';

/** Reads out what calls say from now on, while the switch is on; off at first, for it startles. */
export function makeSpeech(): (calls: readonly Call[]) => void {
  const input = required('speech', HTMLInputElement);
  const heard = new Map<string, number>();
  input.disabled = !('speechSynthesis' in globalThis);
  input.addEventListener('change', () => speechSynthesis.cancel());
  return (calls) => {
    for (const { sid, transcript } of calls) {
      const fresh = transcript.slice(heard.get(sid) ?? 0);
      heard.set(sid, transcript.length);
      // A key cuts the voice short on the phone, so it does here.
      if (input.checked && fresh.some(({ speaker }) => speaker === 'keys'))
        speechSynthesis.cancel();
      const spoken = fresh.filter(({ speaker }) => speaker === 'voice' && input.checked);
      for (const { text } of spoken) speechSynthesis.speak(new SpeechSynthesisUtterance(text));
    }
  };
}
