import type { AuditLog } from '#audit/ports.ts';
import type { VoiceMessageName, VoiceSettings, VoiceStore } from '#delivery/ports.ts';
import { readSound, SOUND_LIMITS } from '#domain/sound.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly voice: VoiceStore; readonly audit: AuditLog }>;
  readonly clock: Clock;
};

type Which = { readonly message: VoiceMessageName; readonly language: string };

export type ChangeVoice = {
  readonly settings: (settings: VoiceSettings, order: Order) => Promise<void>;
  /** Undefined: the standard words again. */
  readonly words: (which: Which, words: string | undefined, order: Order) => Promise<void>;
  readonly sound: (
    which: Which,
    file: Uint8Array | undefined,
    order: Order,
  ) => Promise<'changed' | 'not-a-sound' | 'too-long' | 'too-large'>;
};

/** What calls say is what people trust: each change names who made it, and why. */
export function makeChangeVoice({ transact, clock }: Dependencies): ChangeVoice {
  const change = (
    detail: Readonly<Record<string, string | number>>,
    order: Order,
    work: (voice: VoiceStore) => Promise<void>,
  ) =>
    transact('fact', async ({ voice, audit }) => {
      await work(voice);
      const why = { ...detail, why: order.reason };
      await audit.append(
        [{ event: 'voice.changed', outcome: 'success', detail: why, ...actorOfOrder(order) }],
        clock(),
      );
    });
  return {
    settings: (settings, order) => {
      const detail = {
        language: settings.language,
        callerId: settings.callerId === undefined ? 'standard' : 'own',
      };
      return change(detail, order, (voice) => voice.setSettings(settings));
    },
    words: (which, words, order) => {
      const detail = { ...which, what: words === undefined ? 'standard words' : 'words' };
      return change(detail, order, (voice) => voice.setWords(which, words));
    },
    sound: async (which, file, order) => {
      if (file === undefined) {
        const detail = { ...which, what: 'no sound' };
        await change(detail, order, (voice) => voice.setSound(which, undefined));
        return 'changed';
      }
      if (file.length > SOUND_LIMITS.bytes) return 'too-large';
      const read = readSound(file);
      if (read === undefined) return 'not-a-sound';
      if (read.seconds > SOUND_LIMITS.seconds) return 'too-long';
      const detail = { ...which, what: 'sound', bytes: file.length };
      await change(detail, order, (voice) => voice.setSound(which, { ...read, bytes: file }));
      return 'changed';
    },
  };
}
