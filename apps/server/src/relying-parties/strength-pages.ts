import type { Strength } from '#domain/strength.ts';
import type { Page } from './page.ts';

type Told = Omit<Page, 'organisation'>;
type Links = NonNullable<Page['links']>;

export const tooOftenPage = (links: Links): Told => ({
  title: 'Too many attempts',
  paragraphs: ['Wait for a while, then try again.'],
  links,
});

const LACKING: Readonly<Record<Strength, string>> = {
  'one-step': 'Sign in again.',
  'two-step': 'It asks for a second step, and you have none yet. Set one up, then try again.',
  'phishing-resistant':
    'It asks for a passkey, which cannot be copied or given away. A code from a text, a call or an app is not enough. Add a passkey, then try again.',
};

/** Somebody has nothing that would do. */
export const tooWeakPage = (name: string, strength: Strength, links: Links): Told => ({
  title: `${name} needs a stronger sign-in`,
  paragraphs: [LACKING[strength]],
  links: [{ href: '/security-info', label: 'Additional security verification' }, ...links],
});
