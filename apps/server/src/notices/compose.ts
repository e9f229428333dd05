import type { MailMessage } from '#delivery/ports.ts';
import { toGsm7, TWO_SEGMENTS } from '#domain/gsm7.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { Notice } from './ports.ts';
import { NOT_YOU, NOTICE_TEXTS, STOP_IT } from './texts.ts';

export type Composing = {
  readonly organisation: string;
  readonly helpContact: string;
  readonly placeOf: PlaceOf;
};

/** A notice and the address of its freeze link, where it has one. */
export type Linked = { readonly notice: Notice; readonly link: string | undefined };

/** Longest part of a name that a text message spends on it. */
const NAME_LENGTH = 40;

/** At most two segments. What, when, where and by what; the link or the help is never cut into. */
export function composeText(composing: Composing, { notice, link }: Linked): string {
  const { organisation, helpContact } = composing;
  const what = fill(composing, notice, NOTICE_TEXTS[notice.id].short);
  const head = `${toGsm7(organisation, NAME_LENGTH)}: ${toGsm7(what)}`;
  const facts = ` ${[whenOf(notice), ...whereOf(composing, notice)].map((fact) => toGsm7(fact)).join(', ')}.`;
  const tail = ` Not you? ${link ?? toGsm7(helpContact)}`;
  const full = `${head}${facts}${tail}`;
  if (full.length <= TWO_SEGMENTS) return full;
  const short = `${head} ${whenOf(notice)}.${tail}`;
  return link === undefined ? short.slice(0, TWO_SEGMENTS) : short;
}

export function composeMail(
  composing: Composing,
  { notice, link }: Linked,
): Pick<MailMessage, 'subject' | 'text'> {
  const { subject, body } = NOTICE_TEXTS[notice.id];
  const [browser, place] = whereOf(composing, notice);
  const facts = [
    `When: ${whenOf(notice)}`,
    ...(browser === undefined ? [] : [`Browser: ${browser}`]),
    ...(place === undefined ? [] : [`Where: ${place}`]),
  ].join('\n');
  const ways = link === undefined ? [NOT_YOU] : [STOP_IT.replace('{link}', link), NOT_YOU];
  const paragraphs = [body, ...ways].map((text) => fill(composing, notice, text));
  return {
    subject: fill(composing, notice, subject),
    text: [paragraphs[0], facts, ...paragraphs.slice(1)].join('\n\n'),
  };
}

/** `2026-11-24 10:00 UTC`. */
const whenOf = ({ now }: Notice): string =>
  `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });

function whereOf({ placeOf }: Composing, { context }: Notice): readonly string[] {
  if (context === undefined) return [];
  const { country, address } = placeOf(context.address);
  return [context.userAgent, country === undefined ? address : (COUNTRIES.of(country) ?? country)];
}

function fill(composing: Composing, { values }: Notice, text: string): string {
  const { organisation, helpContact: help } = composing;
  const all: Readonly<Record<string, string>> = { ...values, organisation, help };
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => all[name] ?? '').trim();
}
