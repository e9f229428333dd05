import type { CallConversation, CallScript, VoiceBook } from '#delivery/ports.ts';
import type { SpokenTextId } from './spoken-texts.ts';
import {
  type CallPlace,
  gather,
  hangUp,
  MAX_ROUNDS,
  nextRound,
  onSilence,
  respond,
  sayAndHangUp,
  sayDigits,
  type Step,
} from './twiml.ts';
import { makeVoice } from './voice.ts';
import type { VoiceTurn } from './voice-turn.ts';

type Approve = Extract<CallScript, { kind: 'approve' }>;
type Test = Extract<CallScript, { kind: 'test' }>;
type SpokenCode = Exclude<CallScript, Approve | Test>;

type Dependencies = { readonly calls: CallConversation; readonly voice: VoiceBook };

/** A turn that knows how the organisation says things. */
type Turn = Omit<VoiceTurn, 'place'> & { readonly place: CallPlace };

export type Converse = (turn: VoiceTurn) => Promise<string>;

/**
 * One turn of a call: what was pressed, in; what is said next, out. The only way to an approval is
 * the `#` key in answer to the question; silence, other keys and machines lead past it.
 */
export function makeConverse({ calls, voice }: Dependencies): Converse {
  return async (asked) => {
    const { message } = asked.place;
    if (asked.machine) {
      await calls.respond(message, 'voicemail');
      return hangUp();
    }
    const spoken = await makeVoice(voice, await calls.languageOf(message));
    const turn = { ...asked, place: { ...asked.place, ...spoken } };
    const script = await calls.scriptFor(message);
    if (!script) return sayAndHangUp(turn.place, 'call.over');
    if (script.kind === 'test') return sayTest(script, turn.place);
    return script.kind === 'approve'
      ? approveTurn(calls, script, turn)
      : spokenCodeTurn(script, turn);
  };
}

async function approveTurn(calls: CallConversation, script: Approve, turn: Turn): Promise<string> {
  const { place, step, key } = turn;
  if (step === 'answer' && key === '#') {
    const outcome = await calls.respond(place.message, 'approve');
    return sayAndHangUp(place, outcome === 'accepted' ? 'approve.approved' : 'call.over');
  }
  const reporting = script.fraudReporting ? await reportTurn(calls, turn) : undefined;
  return reporting ?? askApproval(script, step === 'ask' ? place : nextRound(place));
}

/** `0`, then `#`, then `1`: three keys in a row, so that a report is never a slip of the thumb. */
async function reportTurn(
  calls: CallConversation,
  { place, step, key }: Turn,
): Promise<string | undefined> {
  if (step === 'answer' && key === '0') return askOne(place, 'report', 'report.how');
  if (step === 'report' && key === '#') return askOne(place, 'confirm', 'report.confirm');
  if (step !== 'confirm' || key !== '1') return undefined;
  const outcome = await calls.respond(place.message, 'report-fraud');
  return sayAndHangUp(place, outcome === 'accepted' ? 'report.done' : 'call.over');
}

const askOne = (place: CallPlace, step: Step, text: SpokenTextId): string =>
  respond(gather(place, step, [place.say(text)]), ...onSilence(place));

function askApproval({ organisation, fraudReporting }: Approve, place: CallPlace): string {
  if (place.round > MAX_ROUNDS) return sayAndHangUp(place, 'call.goodbye');
  const { say } = place;
  const prompt = [
    place.round === 1 ? say('approve.greeting', organisation) : say('approve.again'),
    say('approve.how'),
    say('approve.not-you'),
    ...(fraudReporting ? [say('approve.report')] : []),
  ];
  return respond(gather(place, 'answer', prompt), ...onSilence(place));
}

const sayTest = ({ organisation, message }: Test, { say }: CallPlace): string =>
  respond(say(message, organisation), { name: 'Hangup' });

function spokenCodeTurn(script: SpokenCode, { place, step, key }: Turn): string {
  if (step === 'ask') return speakCode(script, place);
  if (step === 'repeat' && key !== '' && place.round < MAX_ROUNDS) {
    return speakCode(script, nextRound(place));
  }
  return sayAndHangUp(place, 'call.goodbye');
}

/** A code is nobody else's business; the number of the help desk is there to be read out. */
const SPOKEN = {
  'spoken-code': { greeting: 'code.greeting', again: 'code.again', keep: 'code.keep' },
  'caller-number': { greeting: 'caller.greeting', again: 'caller.again', keep: 'caller.keep' },
} as const satisfies Readonly<Record<SpokenCode['kind'], Record<string, SpokenTextId>>>;

function speakCode({ kind, organisation, code }: SpokenCode, place: CallPlace): string {
  const { greeting, again, keep } = SPOKEN[kind];
  const { say } = place;
  const digits = sayDigits(code, place.languageOf(greeting));
  const spoken = [say(greeting, organisation), ...digits, say(again), ...digits, say(keep)];
  const end = [say('call.goodbye'), { name: 'Hangup' }];
  if (place.round >= MAX_ROUNDS) return respond(...spoken, ...end);
  return respond(gather(place, 'repeat', [...spoken, say('code.repeat')]), ...end);
}
