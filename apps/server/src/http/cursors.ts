import { type CursorField, cursorOf } from '@proofup/contract/cursor-of.ts';
import type { EndpointName } from '@proofup/contract/endpoints.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Reply } from './handler.ts';

type Asked = {
  readonly name: EndpointName;
  /** Whoever asks: an account, or a key by its name. */
  readonly who: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
};

export type Opened =
  | {
      readonly kind: 'opened';
      readonly query: unknown;
      readonly body: unknown;
      /** The answer with its `next` as it travels. */
      readonly seal: (reply: Reply<unknown>) => Reply<unknown>;
    }
  /** Not one of ours, of another list, of another question, or of somebody else. */
  | { readonly kind: 'bad'; readonly field: string };

const KEYED = /^([\w-]{43})\.(.+)$/s;

/**
 * Puts the place that a list goes on from in its cursor's stead. A cursor is good for the list, the
 * question and the caller that it was answered to; everything about it is judged here, for all lists.
 */
export function openCursor(tokens: Pick<Tokens, 'hash' | 'matches'>, asked: Asked): Opened {
  const { name, query, body } = asked;
  const cursor = cursorOf(name);
  if (cursor === undefined) return { kind: 'opened', query, body, seal: (reply) => reply };
  const about = (place: string) => JSON.stringify([...questionOf(asked, cursor), place]);
  const seal = (reply: Reply<unknown>) =>
    withNext(reply, (place) => {
      return `${tokens.hash('cursor', about(place))}.${place}`;
    });
  const { where, field } = cursor;
  const part = asked[where];
  const given = isRecord(part) ? part[field] : undefined;
  if (given === undefined) return { kind: 'opened', query, body, seal };
  const [, hash = '', place = ''] = typeof given === 'string' ? (KEYED.exec(given) ?? []) : [];
  if (place === '' || !tokens.matches('cursor', about(place), hash)) {
    return { kind: 'bad', field: `${where}.${field}` };
  }
  const placed = { ...(isRecord(part) ? part : {}), [field]: place };
  return { kind: 'opened', query, body, [where]: placed, seal };
}

/** All that was asked but the place. */
function questionOf(asked: Asked, { where, field }: CursorField): readonly unknown[] {
  const { name, who, params, query, body } = asked;
  const part = asked[where];
  const rest = isRecord(part) ? { ...part, [field]: undefined } : part;
  const question = { params, query, body, [where]: rest };
  return [name, who, question.params, question.query ?? {}, question.body ?? {}];
}

function withNext(reply: Reply<unknown>, print: (place: string) => string): Reply<unknown> {
  if (reply.kind !== 'ok' || !isRecord(reply.value)) return reply;
  const { next } = reply.value;
  return typeof next === 'string'
    ? { ...reply, value: { ...reply.value, next: print(next) } }
    : reply;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
