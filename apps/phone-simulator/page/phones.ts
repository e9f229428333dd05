import type { Call, State } from '../src/model.ts';
import { control, watchState } from './control.ts';
import { make, required, setText } from './dom.ts';
import { makeMailbox } from './mailbox.ts';
import { shownNumber, typedNumber } from './number.ts';
import { makePhoneCard } from './phone-card.ts';
import { makeSpeech } from './speech.ts';

const showMails = makeMailbox();
const speak = makeSpeech();
const showPhones = makePhones();
const showRinging = makeRinging();

watchState({
  onState: (state) => {
    showPhones(state);
    showRinging(state.calls.filter(({ status }) => status === 'ringing'));
    showMails(state.mails);
    speak(state.calls);
  },
  onConnection: (connected) => {
    const status = required('connection', HTMLParagraphElement);
    status.dataset['state'] = connected ? 'live' : 'lost';
    setText(status, connected ? 'Live' : 'Connection lost, trying again…');
  },
});

required('clear', HTMLButtonElement).addEventListener('click', () => void control('clear'));
required('add', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void addPhone();
});

function makePhones(): (state: State) => void {
  const list = required('phone-list', HTMLUListElement);
  const empty = required('no-phones', HTMLParagraphElement);
  const cards = new Map<string, ReturnType<typeof makePhoneCard>>();
  return (state) => {
    empty.hidden = state.phones.length > 0;
    const known = new Set(state.phones.map(({ number }) => number));
    for (const [number, card] of cards) {
      if (known.has(number)) continue;
      card.element.remove();
      cards.delete(number);
    }
    for (const phone of state.phones) {
      const card = cards.get(phone.number) ?? makePhoneCard(phone.number);
      if (!cards.has(phone.number)) list.append(card.element);
      cards.set(phone.number, card);
      card.update(phone, state);
    }
  };
}

/** Announces a ringing phone at the top of the page, with the way to it. */
function makeRinging(): (calls: readonly Call[]) => void {
  const banner = required('ringing', HTMLDivElement);
  let shown = '';
  return (calls) => {
    const numbers = calls.map(({ to }) => to).join();
    document.title = calls.length > 0 ? 'Ringing – Phones' : 'Phones';
    if (numbers === shown) return;
    shown = numbers;
    banner.replaceChildren(...calls.map(ringingLine));
  };
}

function ringingLine({ to }: Call): HTMLElement {
  const link = make('a', { text: 'Go to the phone', attributes: { href: `#phone-${to}` } });
  return make('p', {}, [make('span', { text: `${shownNumber(to)} is ringing.` }), link]);
}

async function addPhone(): Promise<void> {
  const input = required('number', HTMLInputElement);
  const problem = await control('phones', { number: typedNumber(input.value) });
  input.toggleAttribute('aria-invalid', problem !== undefined);
  const advice = 'Write the number with its country code, such as +1 212 555 0167.';
  setText(required('number-problem', HTMLParagraphElement), problem === undefined ? '' : advice);
  if (problem === undefined) input.value = '';
  else input.focus();
}
