import type { Call, Note, Text } from '../src/model.ts';
import { button, make, makeLog, timeOf } from './dom.ts';
import { shownNumber } from './number.ts';
import { transcriptLine } from './transcript.ts';

export type ThreadItem =
  | { readonly kind: 'text'; readonly item: Text }
  | { readonly kind: 'call'; readonly item: Call }
  | { readonly kind: 'note'; readonly item: Note };

type Thread = { readonly element: HTMLElement; update(items: readonly ThreadItem[]): void };

/** What a phone received, oldest first. An entry never changes, so each is made once. */
export function makeThread(): Thread {
  const empty = make('p', { className: 'empty', text: 'Nothing received yet.' });
  const list = make('ol', { className: 'thread' });
  const log = makeLog('Received', 'thread-log', list);
  const shown = new Map<number, HTMLElement>();
  return {
    element: make('div', { className: 'thread-frame' }, [empty, log]),
    update: (items) => {
      empty.hidden = items.length > 0;
      log.hidden = items.length === 0;
      forget(shown, items);
      const fresh = items.filter(({ item }) => !shown.has(item.sequence));
      for (const entry of fresh) shown.set(entry.item.sequence, entryOf(entry));
      if (fresh.length === 0) return;
      for (const { item } of items) list.append(shown.get(item.sequence) ?? '');
      log.scrollTop = log.scrollHeight;
    },
  };
}

function forget(shown: Map<number, HTMLElement>, items: readonly ThreadItem[]): void {
  const kept = new Set(items.map(({ item }) => item.sequence));
  for (const [sequence, element] of shown) {
    if (kept.has(sequence)) continue;
    element.remove();
    shown.delete(sequence);
  }
}

function entryOf(entry: ThreadItem): HTMLElement {
  if (entry.kind === 'text') return textEntry(entry.item);
  return entry.kind === 'call' ? callEntry(entry.item) : noteEntry(entry.item);
}

const noteEntry = ({ text, at }: Note): HTMLElement =>
  make('li', { className: 'note' }, [make('span', { text }), timeOf(at)]);

function textEntry({ body, from, at }: Text): HTMLElement {
  const code = /(?<!\d)\d{6,8}(?!\d)/.exec(body)?.[0];
  const about = make('p', { className: 'about' }, [
    make('span', { text: shownNumber(from) }),
    timeOf(at),
  ]);
  const bubble = make('div', { className: 'bubble' }, [
    make('p', { className: 'body', text: body }),
  ]);
  if (code !== undefined) bubble.append(copyButton(code));
  return make('li', { className: 'text' }, [about, bubble]);
}

function copyButton(code: string): HTMLButtonElement {
  const element = button(`Copy ${code}`, 'copy', () => void copy());
  async function copy() {
    await navigator.clipboard.writeText(code);
    element.textContent = 'Copied';
    setTimeout(() => {
      element.textContent = `Copy ${code}`;
    }, 1500);
  }
  return element;
}

const ENDINGS: Readonly<Record<string, string>> = {
  completed: 'Call ended',
  busy: 'Call declined',
  failed: 'Call failed',
  'no-answer': 'Missed call',
};

function callEntry({ status, transcript, at }: Call): HTMLElement {
  const summary = make('span', { className: 'ending', text: ENDINGS[status] ?? status });
  if (transcript.length === 0) {
    return make('li', { className: 'call' }, [make('p', {}, [summary, timeOf(at)])]);
  }
  const lines = make('ol', { className: 'transcript' }, transcript.map(transcriptLine));
  const details = make('details', {}, [make('summary', {}, [summary, timeOf(at)]), lines]);
  details.addEventListener('toggle', () => details.scrollIntoView({ block: 'nearest' }));
  return make('li', { className: 'call' }, [details]);
}
