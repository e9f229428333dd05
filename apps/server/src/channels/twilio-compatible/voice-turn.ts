import type { OutboxId } from '#domain/ids.ts';
import { type CallPlace, MAX_ROUNDS, type Step } from './twiml.ts';

export type VoiceTurn = {
  readonly place: Omit<CallPlace, 'say' | 'languageOf'>;
  readonly step: Step;
  /** The one key pressed; empty for silence, several keys or a field given twice. */
  readonly key: string;
  /** The carrier took what answered for voicemail or a fax. */
  readonly machine: boolean;
};

const STEPS: readonly Step[] = ['ask', 'answer', 'report', 'confirm', 'repeat'];

/** Undefined for a step that we never asked the carrier to take. */
export function parseVoiceTurn(
  url: URL,
  message: OutboxId,
  fields: URLSearchParams,
): VoiceTurn | undefined {
  const wanted = url.searchParams.get('step') ?? 'ask';
  const step = STEPS.find((known) => known === wanted);
  const round = Number(url.searchParams.get('round') ?? '1');
  if (!step || !Number.isInteger(round) || round < 1 || round > MAX_ROUNDS) return undefined;
  return {
    place: { url: url.origin + url.pathname, message, round },
    step,
    key: onlyKey(fields.getAll('Digits')),
    machine: /^(?:machine|fax)/.test(fields.get('AnsweredBy') ?? ''),
  };
}

function onlyKey(values: readonly string[]): string {
  const [value = ''] = values;
  return values.length === 1 && /^[0-9*#]$/.test(value) ? value : '';
}
