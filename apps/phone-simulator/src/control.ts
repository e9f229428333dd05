import type { Line, PickUp } from './carrier/line.ts';
import {
  type Call,
  isOver,
  isPhoneNumber,
  type Mail,
  type Mode,
  type State,
  type Text,
} from './model.ts';
import { type Store, waitFor } from './store.ts';

/** `after`: only what has a greater sequence number counts. */
export type WaitOptions = { readonly after?: number; readonly timeoutMs?: number };
export type BehaviourChange = {
  /** A number or a mail address; without one, all that have no behaviour of their own. */
  readonly to?: string;
  readonly mode: Mode;
  readonly delayMs?: number;
};

/** What a person with all these phones in hand can do and see. */
export type PhoneControl = {
  state(): State;
  texts(to?: string): readonly Text[];
  calls(to?: string): readonly Call[];
  mails(to?: string): readonly Mail[];
  waitForText(to: string, options?: WaitOptions): Promise<Text>;
  /** Resolves when the phone rings, or when the call is over before it could. */
  waitForCall(to: string, options?: WaitOptions): Promise<Call>;
  waitForMail(to: string, options?: WaitOptions): Promise<Mail>;
  /** Resolves when the call has said something that contains these words, or played such an address. */
  waitForSpoken(callSid: string, words: string, options?: WaitOptions): Promise<Call>;
  waitForEnd(callSid: string, options?: WaitOptions): Promise<Call>;
  answer(callSid: string): void;
  press(callSid: string, keys: string): void;
  hangUp(callSid: string): void;
  decline(callSid: string): void;
  /** Lets it ring until nobody answered, without the wait. */
  letRing(callSid: string): void;
  voicemail(callSid: string): void;
  addPhone(number: string): void;
  setBehaviour(change: BehaviourChange): void;
  clear(): void;
};

type Dependencies = { readonly store: Store; readonly lines: ReadonlyMap<string, Line> };

const PATIENCE_MS = 5_000;
const DELAY_MS = 5_000;

export function makeControl(deps: Dependencies): PhoneControl {
  const { store, lines } = deps;
  return {
    ...watching(store),
    ...waiting(store),
    ...handling(deps),
    addPhone: (number) => {
      if (!isPhoneNumber(number)) throw new RangeError('Not a phone number in E.164 form');
      store.addPhone(number);
    },
    setBehaviour: ({ to, mode, delayMs = DELAY_MS }) => {
      store.setBehaviour(to?.toLowerCase(), { mode, delayMs });
    },
    clear: () => {
      for (const line of lines.values()) line.hangUp();
      store.clear();
    },
  };
}

const isTo =
  (to: string | undefined) =>
  (item: { readonly to: string }): boolean =>
    to === undefined || item.to === to;

function watching(store: Store): Pick<PhoneControl, 'state' | 'texts' | 'calls' | 'mails'> {
  return {
    state: () => store.state(),
    texts: (to) => store.state().texts.filter(isTo(to)),
    calls: (to) => store.state().calls.filter(isTo(to)),
    mails: (to) => store.state().mails.filter((mail) => to === undefined || isFor(mail, to)),
  };
}

const isFor = (mail: Mail, to: string): boolean => mail.to.includes(to.toLowerCase());

const isNew = (item: { readonly sequence: number }, { after = 0 }: WaitOptions = {}): boolean =>
  item.sequence > after;

const hasRung = ({ status }: Call): boolean => status !== 'queued' && status !== 'initiated';

const hasSaid = ({ transcript }: Call, words: string): boolean =>
  transcript.some(({ speaker, text }) => speaker !== 'keys' && text.includes(words));

type Waits = 'waitForText' | 'waitForCall' | 'waitForMail' | 'waitForSpoken' | 'waitForEnd';

function waiting(store: Store): Pick<PhoneControl, Waits> {
  const wait = <Found>(find: (state: State) => Found | undefined, options: WaitOptions = {}) =>
    waitFor(store, find, options.timeoutMs ?? PATIENCE_MS);

  return {
    waitForText: (to, options) =>
      wait(({ texts }) => texts.find((text) => text.to === to && isNew(text, options)), options),
    waitForCall: (to, options) =>
      wait(
        ({ calls }) =>
          calls.find((call) => call.to === to && isNew(call, options) && hasRung(call)),
        options,
      ),
    waitForMail: (to, options) =>
      wait(({ mails }) => mails.find((mail) => isFor(mail, to) && isNew(mail, options)), options),
    waitForSpoken: (sid, words, options) =>
      wait(({ calls }) => calls.find((call) => call.sid === sid && hasSaid(call, words)), options),
    waitForEnd: (sid, options) =>
      wait(({ calls }) => calls.find((call) => call.sid === sid && isOver(call)), options),
  };
}

type Handles = 'answer' | 'press' | 'hangUp' | 'decline' | 'letRing' | 'voicemail';

function handling({ store, lines }: Dependencies): Pick<PhoneControl, Handles> {
  function lineOf(callSid: string): Line {
    const line = lines.get(callSid);
    if (!line) throw new RangeError('No such call is under way');
    return line;
  }
  const pickUp = (how: PickUp) => (callSid: string) => lineOf(callSid).pickUp(how);

  return {
    answer: pickUp({ kind: 'answered', by: 'human' }),
    voicemail: pickUp({ kind: 'answered', by: 'machine_start' }),
    decline: pickUp({ kind: 'declined' }),
    letRing: pickUp({ kind: 'ignored' }),
    hangUp: (callSid) => lineOf(callSid).hangUp(),
    press: (callSid, keys) => {
      if (!/^[0-9*#]+$/.test(keys)) throw new RangeError('Keys are 0 to 9, * and #');
      const line = lineOf(callSid);
      for (const key of keys.split('')) {
        const call = store.state().calls.find(({ sid }) => sid === callSid);
        const pressed = { speaker: 'keys', text: key } as const;
        store.updateCall(callSid, { transcript: [...(call?.transcript ?? []), pressed] });
        line.press(key);
      }
    },
  };
}
