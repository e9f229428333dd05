import type { Page } from './page.ts';

/** Somebody is on the way to an application that an administrator has switched off. */
export const switchedOffPage = (
  name: string,
  correlationId: string,
): Omit<Page, 'organisation'> => ({
  title: `${name} is switched off`,
  paragraphs: [
    'An administrator has switched off the sign-in to this application. Nobody can sign in to it until it is on again.',
    'You did nothing wrong. The application was told nothing about you, and your account and your other applications are as they were.',
    'If you need it, ask your help desk, and tell them the correlation ID below.',
  ],
  links: [{ href: '/my-apps', label: 'My Apps' }],
  details: { 'Correlation ID': correlationId },
});
