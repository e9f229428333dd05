import type { Call } from '../src/model.ts';
import { control } from './control.ts';
import { button, make, makeLog, setText } from './dom.ts';
import { shownNumber } from './number.ts';
import { transcriptLine } from './transcript.ts';

type CallPanel = { readonly element: HTMLElement; update(call: Call): void };

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

const NAMES: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Pound' };

/** One call under way: ringing with its choices, then the words and the keys. */
export function makeCallPanel({ sid, from }: Call): CallPanel {
  const state = make('p', { className: 'call-state', attributes: { role: 'status' } });
  const transcript = make('ol', { className: 'transcript' });
  const log = makeLog('What the call says', 'transcript-log', transcript);
  const ringing = make('div', { className: 'choices' }, [
    button('Answer', 'answer', () => act('answer')),
    button('Decline', 'danger', () => act('decline')),
    button('Voicemail', 'plain', () => act('voicemail')),
    button('Let it ring', 'plain', () => act('let-ring')),
  ]);
  const keys = KEYS.map(([key, letters]) => keyButton(sid, key, letters));
  const keypad = make('div', { className: 'keypad', attributes: { role: 'group' } }, keys);
  keypad.setAttribute('aria-label', 'Keypad');
  const hangUp = button('Hang up', 'danger', () => act('hang-up'));
  const talking = make('div', { className: 'talking' }, [log, keypad, hangUp]);
  const act = (action: string) => void control(action, { callSid: sid });

  const element = make('div', { className: 'call-panel', attributes: { role: 'group' } });
  element.setAttribute('aria-label', `Call from ${shownNumber(from)}`);
  element.append(
    make('p', { className: 'caller', text: shownNumber(from) }),
    state,
    ringing,
    talking,
  );
  return {
    element,
    update: (call) => {
      const answered = call.status === 'in-progress';
      element.classList.toggle('is-ringing', !answered);
      setText(state, stateOf(call));
      const hadFocus = ringing.contains(document.activeElement);
      ringing.hidden = answered;
      talking.hidden = !answered;
      // Hiding the button that was pressed would drop the focus to the top of the page.
      if (answered && hadFocus) keypad.querySelector('button')?.focus();
      const fresh = call.transcript.slice(transcript.children.length);
      transcript.append(...fresh.map(transcriptLine));
      if (fresh.length > 0) log.scrollTop = log.scrollHeight;
    },
  };
}

function stateOf({ status, listening }: Call): string {
  if (status !== 'in-progress') return 'Incoming call';
  return listening ? 'On the line: it waits for a key' : 'On the line';
}

function keyButton(callSid: string, key: string, letters: string): HTMLButtonElement {
  const element = button('', 'key', () => void control('press', { callSid, keys: key }));
  const name = NAMES[key];
  if (name !== undefined) element.setAttribute('aria-label', name);
  element.append(make('span', { className: 'digit', text: key }));
  if (letters !== '') element.append(lettersOf(letters));
  return element;
}

/** For the eye alone: read out, "2 A B C" would take longer than finding the key. */
const lettersOf = (text: string): HTMLElement =>
  make('span', { className: 'letters', text, attributes: { 'aria-hidden': 'true' } });
