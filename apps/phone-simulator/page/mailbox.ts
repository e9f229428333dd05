import type { Mail } from '../src/model.ts';
import { make, required, timeOf } from './dom.ts';

/** All mail, newest first; a mail is made once and stays open if it was opened. */
export function makeMailbox(): (mails: readonly Mail[]) => void {
  const list = required('mail-list', HTMLOListElement);
  const empty = required('no-mails', HTMLParagraphElement);
  const shown = new Map<number, HTMLElement>();
  return (mails) => {
    empty.hidden = mails.length > 0;
    if (mails.length === 0) {
      shown.clear();
      list.replaceChildren();
    }
    for (const mail of mails) {
      if (shown.has(mail.sequence)) continue;
      const entry = mailEntry(mail);
      shown.set(mail.sequence, entry);
      list.prepend(entry);
    }
  };
}

function mailEntry({ subject, to, from, text, at }: Mail): HTMLElement {
  const summary = make('summary', {}, [
    make('span', { className: 'subject', text: subject || '(no subject)' }),
    make('span', { className: 'about', text: `to ${to.join(', ')}` }),
    timeOf(at),
  ]);
  const body = make('div', { className: 'mail-body' }, [
    make('p', { className: 'about', text: `From ${from}` }),
    make('p', { className: 'body' }, withLinks(text)),
  ]);
  return make('li', { className: 'mail' }, [make('details', {}, [summary, body])]);
}

/** Web addresses in a text, and nothing else, become links. */
function withLinks(text: string): readonly Node[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const attributes = { href: part, target: '_blank', rel: 'noopener noreferrer' };
    return make('a', { text: part, attributes });
  });
}
