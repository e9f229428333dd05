import type { Line } from '../carrier/line.ts';
import type { TranscriptLine } from '../model.ts';
import { sleep } from '../sleep.ts';
import { collectDigits, gatherRules } from './collect-digits.ts';
import { parseTwiml, type Verb } from './parse-twiml.ts';

export type TwimlRequest = {
  readonly url: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
};

export type Runtime = {
  readonly line: Line;
  readonly secondMs: number;
  /** Fetches a document; throws what went wrong in words. */
  fetch(request: TwimlRequest): Promise<string>;
  tell(line: TranscriptLine): void;
  listen(listening: boolean): void;
};

type Place = { readonly runtime: Runtime; readonly url: string };
type Next = TwimlRequest | 'go on' | 'hang up';

/** A caller speaks about 150 words a minute. */
const SECONDS_A_WORD = 0.4;

/** A call that asks this often is going round in circles. */
const MAX_DOCUMENTS = 100;

/** Leads a call from its first document until one hangs up or none is left. */
export async function runTwiml(runtime: Runtime, first: TwimlRequest): Promise<void> {
  let request: Next = first;
  for (let count = 0; typeof request === 'object' && count < MAX_DOCUMENTS; count += 1) {
    const place = { runtime, url: request.url };
    const verbs = parseTwiml(await runtime.fetch(request));
    request = await runVerbs(place, verbs);
  }
}

async function runVerbs(place: Place, verbs: readonly Verb[]): Promise<Next> {
  for (const verb of verbs) {
    const next = await runVerb(place, verb);
    if (next !== 'go on') return next;
  }
  return 'hang up';
}

async function runVerb(place: Place, verb: Verb): Promise<Next> {
  switch (verb.name) {
    case 'Say':
    case 'Play':
    case 'Pause':
      await speak(place.runtime, verb, new Promise(() => {}));
      return 'go on';
    case 'Gather':
      return gather(place, verb);
    case 'Redirect':
      return requestTo(place, verb.text, verb);
    case 'Hangup':
      return 'hang up';
    default:
      place.runtime.tell({ speaker: 'line', text: `<${verb.name}> is not simulated.` });
      return 'hang up';
  }
}

async function speak(runtime: Runtime, verb: Verb, interruption: Promise<unknown>): Promise<void> {
  const { line, secondMs } = runtime;
  if (verb.name === 'Say') runtime.tell({ speaker: 'voice', text: verb.text });
  if (verb.name === 'Play') runtime.tell({ speaker: 'line', text: `Plays ${verb.text}` });
  await sleep(secondsOf(verb) * secondMs, line.hungUp, interruption);
}

function secondsOf({ name, text, attributes }: Verb): number {
  if (name === 'Pause') return Number(attributes['length'] ?? 1) || 1;
  return Math.max(1, text.split(/\s+/).length) * SECONDS_A_WORD;
}

async function gather(place: Place, verb: Verb): Promise<Next> {
  const { runtime } = place;
  runtime.listen(true);
  const digits = await promptAndCollect(runtime, verb).finally(() => runtime.listen(false));
  const wantsEmpty = verb.attributes['actionOnEmptyResult'] === 'true';
  if (digits === '' && !wantsEmpty) return 'go on';
  const request = requestTo(place, verb.attributes['action'] ?? '', verb);
  return { ...request, params: { Digits: digits } };
}

/** The first key cuts the prompt short, and counts. */
async function promptAndCollect(runtime: Runtime, verb: Verb): Promise<string> {
  const { line, secondMs } = runtime;
  const interruption = line.keyWaiting();
  for (const prompt of verb.children) {
    await speak(runtime, prompt, interruption);
    if (line.hasKey()) break;
  }
  return collectDigits(
    (timeoutMs) => line.nextKey(timeoutMs),
    gatherRules(verb.attributes, secondMs),
  );
}

/** Relative URLs, and none at all, are meant from the current document. */
function requestTo(place: Place, url: string, { attributes }: Verb): TwimlRequest {
  const method = (attributes['method'] ?? 'POST').toUpperCase();
  return { url: new URL(url, place.url).href, method, params: {} };
}
