import type { Call, CallStatus, Phone, State } from '../src/model.ts';
import { makeBehaviourSwitch } from './behaviour-switch.ts';
import { makeCallPanel } from './call-panel.ts';
import { control } from './control.ts';
import { make } from './dom.ts';
import { shownNumber } from './number.ts';
import { makeThread, type ThreadItem } from './thread.ts';

type PhoneCard = { readonly element: HTMLElement; update(phone: Phone, state: State): void };

const OVER: readonly CallStatus[] = ['completed', 'busy', 'failed', 'no-answer'];
/** A call that has not begun to ring cannot be seen on a phone. */
const UNSEEN: readonly CallStatus[] = ['queued', 'initiated'];

const isOver = ({ status }: Call): boolean => OVER.includes(status);
const isLive = (call: Call): boolean => !isOver(call) && !UNSEEN.includes(call.status);

/** One phone: its network, the calls under way and everything it received. */
export function makePhoneCard(number: string): PhoneCard {
  const behaviour = makeBehaviourSwitch(number);
  const calls = make('div', { className: 'calls' });
  const thread = makeThread();
  const title = make('h3', { text: shownNumber(number), attributes: { id: `phone-${number}` } });
  title.tabIndex = -1;
  const element = make('li', { className: 'phone' });
  element.append(make('div', { className: 'phone-head' }, [title, behaviour.element]));
  element.append(calls, thread.element);
  element.setAttribute('aria-labelledby', title.id);
  const panels = new Map<string, ReturnType<typeof makeCallPanel>>();
  element.addEventListener('keydown', (event) => pressTyped(event, panels));
  return {
    element,
    update: (phone, state) => {
      behaviour.update(phone.behaviour);
      const live = state.calls.filter((call) => call.to === number && isLive(call));
      updatePanels(panels, calls, live);
      element.classList.toggle(
        'is-ringing',
        live.some(({ status }) => status === 'ringing'),
      );
      thread.update(itemsOf(number, state));
    },
  };
}

type Panels = Map<string, ReturnType<typeof makeCallPanel>>;

function updatePanels(panels: Panels, parent: HTMLElement, live: readonly Call[]): void {
  for (const [sid, panel] of panels) {
    if (live.some((call) => call.sid === sid)) continue;
    panel.element.remove();
    panels.delete(sid);
  }
  for (const call of live) {
    const panel = panels.get(call.sid) ?? makeCallPanel(call);
    if (!panels.has(call.sid)) parent.append(panel.element);
    panels.set(call.sid, panel);
    panel.update(call);
  }
}

/** With the focus anywhere in a phone, the computer's own keys press the phone's. */
function pressTyped(event: KeyboardEvent, panels: Panels): void {
  const [callSid] = panels.keys();
  if (callSid === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[0-9*#]$/.test(event.key)) void control('press', { callSid, keys: event.key });
}

function itemsOf(number: string, { texts, calls, notes }: State): readonly ThreadItem[] {
  const items: ThreadItem[] = [
    ...texts.filter(({ to }) => to === number).map((item) => ({ kind: 'text', item }) as const),
    ...calls
      .filter((call) => call.to === number && isOver(call))
      .map((item) => ({ kind: 'call', item }) as const),
    ...notes
      .filter((note) => note.number === number)
      .map((item) => ({ kind: 'note', item }) as const),
  ];
  return items.toSorted((a, b) => a.item.sequence - b.item.sequence);
}
