import type { E164, NewOutboxMessage, OutboundMessage, OutboxStore } from '#delivery/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';
import type { Notice, Notices } from './ports.ts';
import { NOT_YOU, NOTICE_TEXTS } from './texts.ts';

export type NoticeStores = {
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'numbersOf'>;
};

type Dependencies = {
  readonly organisation: string;
  readonly helpContact: string;
  readonly ids: () => string;
  /** Which ways out exist at all. */
  readonly reach: { readonly mail: boolean; readonly text: boolean };
};

/** A notice that could not be sent for a day tells nobody anything new. */
const NOTICE_LIFE_MS = 24 * 60 * 60_000;

/** Mail and every number bound at this moment, each a message of its own in the caller's transaction. */
export function makeNotices(dependencies: Dependencies): Notices<NoticeStores> {
  const { ids, reach } = dependencies;
  return {
    enqueue: async (tx, notice) => {
      const user = await tx.users.find(notice.userId);
      const numbers = reach.text ? await tx.authenticators.numbersOf(notice.userId) : [];
      const texts = numbers.map(({ e164 }) => textOf(dependencies, notice, e164));
      const addresses = [
        ...(user?.email === undefined ? [] : [user.email]),
        ...(notice.alsoTo ?? []),
      ];
      const mail = reach.mail ? addresses.map((to) => mailOf(dependencies, notice, to)) : [];
      for (const message of [...mail, ...texts]) {
        await tx.outbox.enqueue(envelope(ids, notice, message));
      }
    },
  };
}

const envelope = (
  ids: () => string,
  { userId, now }: Notice,
  message: OutboundMessage,
): NewOutboxMessage => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
  id: ids() as OutboxId,
  userId,
  challengeId: undefined,
  message,
  createdAt: now,
  expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS),
});

const textOf = (dependencies: Dependencies, notice: Notice, e164: string): OutboundMessage => ({
  kind: 'text',
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed when it was bound
  to: e164 as E164,
  body: `${fill(dependencies, notice, NOTICE_TEXTS[notice.id].body)} ${fill(dependencies, notice, NOT_YOU)}`,
});

const mailOf = (dependencies: Dependencies, notice: Notice, to: string): OutboundMessage => {
  const { subject, body } = NOTICE_TEXTS[notice.id];
  const paragraphs = [body, NOT_YOU].map((text) => fill(dependencies, notice, text));
  return {
    kind: 'mail',
    to,
    subject: fill(dependencies, notice, subject),
    text: paragraphs.join('\n\n'),
  };
};

function fill(
  { organisation, helpContact }: Dependencies,
  { values }: Notice,
  text: string,
): string {
  const all: Readonly<Record<string, string>> = { ...values, organisation, help: helpContact };
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => all[name] ?? '');
}
