import type { Behaviour, Mode } from '../src/model.ts';
import { control } from './control.ts';
import { make, setText } from './dom.ts';

type BehaviourSwitch = { readonly element: HTMLElement; update(behaviour: Behaviour): void };

const LABELS: Readonly<Record<Mode, string>> = {
  deliver: 'Deliver',
  refuse: 'Refuse',
  delay: 'Delay by 5 seconds',
  'never-deliver': 'Never deliver',
  'deliver-twice': 'Deliver twice',
  'error-500': 'Carrier fails',
  hang: 'Carrier never answers',
};
const MODES = Object.entries(LABELS);

/** What the network does to whatever is sent to one phone. */
export function makeBehaviourSwitch(number: string): BehaviourSwitch {
  const current = make('span', { className: 'current' });
  const inputs = MODES.map(([mode]) => {
    const input = make('input', { attributes: { type: 'radio', name: `mode-${number}` } });
    input.value = mode;
    input.addEventListener('change', () => void control('behaviour', { to: number, mode }));
    return input;
  });
  const options = inputs.map((input, index) =>
    make('label', { className: 'option' }, [
      input,
      make('span', { text: MODES[index]?.[1] ?? '' }),
    ]),
  );
  const legend = make('legend', { text: 'Texts and calls to this phone' });
  const summary = make('summary', {}, [make('span', { text: 'Network' }), current]);
  const fieldset = make('fieldset', {}, [legend, ...options]);
  return {
    element: make('details', { className: 'behaviour' }, [summary, fieldset]),
    update: ({ mode }) => {
      setText(current, LABELS[mode]);
      current.classList.toggle('is-normal', mode === 'deliver');
      for (const input of inputs) input.checked = input.value === mode;
    },
  };
}
