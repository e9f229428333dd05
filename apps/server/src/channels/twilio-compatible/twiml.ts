import type { OutboxId } from '#domain/ids.ts';
import type { SpokenTextId } from './spoken-texts.ts';
import type { Voice } from './voice.ts';
import { renderXml, type XmlElement } from './xml.ts';

/** Which question of the conversation a key answers. */
export type Step = 'ask' | 'answer' | 'report' | 'confirm' | 'repeat';

/** Where a call is: the URL it is led by, and how often it has asked. */
export type CallPlace = {
  readonly url: string;
  readonly message: OutboxId;
  readonly round: number;
} & Voice;

export const MAX_ROUNDS = 3;

/** The query stays in alphabetical order: the carrier is known to sort it after signing. */
function stepUrl({ url, message, round }: CallPlace, step: Step): string {
  const query = new URLSearchParams({ message, round: String(round), step });
  return `${url}?${query.toString()}`;
}

export const nextRound = (place: CallPlace): CallPlace => ({ ...place, round: place.round + 1 });

export const respond = (...verbs: readonly XmlElement[]): string =>
  renderXml({ name: 'Response', children: verbs });

const hangup: XmlElement = { name: 'Hangup' };

export const hangUp = (): string => respond(hangup);
export const sayAndHangUp = ({ say }: Pick<CallPlace, 'say'>, id: SpokenTextId): string =>
  respond(say(id), hangup);

/** One key per digit and a pause after each, so that it can be written down. */
export const sayDigits = (digits: string, language: string): readonly XmlElement[] =>
  digits.split('').flatMap((digit) => [
    { name: 'Say', attributes: { language }, children: [digit] },
    { name: 'Pause', attributes: { length: '1' } },
  ]);

/**
 * Waits for one key. The finish key is set to none: with the default, `#`, the carrier makes no
 * request when that is the first key pressed, and `#` is the very key we wait for.
 */
export function gather(place: CallPlace, step: Step, prompt: readonly XmlElement[]): XmlElement {
  const action = stepUrl(place, step);
  return {
    name: 'Gather',
    attributes: {
      input: 'dtmf',
      finishOnKey: '',
      numDigits: '1',
      timeout: '10',
      action,
      method: 'POST',
    },
    children: prompt,
  };
}

/** What follows a question that nobody answered: the next round, or the end. */
export function onSilence(place: CallPlace): readonly XmlElement[] {
  if (place.round >= MAX_ROUNDS) return [place.say('call.goodbye'), hangup];
  const target = stepUrl(nextRound(place), 'ask');
  return [{ name: 'Redirect', attributes: { method: 'POST' }, children: [target] }];
}
