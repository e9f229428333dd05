import type { CoveredBy } from '#domain/coverage.ts';
import type { User } from '#domain/user.ts';

export type Naming = {
  readonly organisation: string;
  readonly helpContact: string;
  /** Where people sign in, as they would type it. */
  readonly host: string;
};

/** What it is about: nothing or too little is set up, or what there is ends on a day. */
export type ReminderAbout =
  | { readonly kind: 'set-up'; readonly coveredBy: CoveredBy }
  | { readonly kind: 'sunset'; readonly begins: Date };

type Letter = { readonly subject: string; readonly text: string };

/**
 * No link, nothing to type in, no threat: a mail that asks for nothing cannot be imitated to get
 * something. It says where to go, and how to find that out without the mail.
 */
export function composeReminder(
  { organisation, helpContact, host }: Naming,
  user: Pick<User, 'displayName' | 'login'>,
  about: ReminderAbout,
): Letter {
  const { subject, why } = about.kind === 'set-up' ? setUp(about.coveredBy) : sunset(about.begins);
  const paragraphs = [
    `Hello ${user.displayName || user.login},`,
    why.replaceAll('{organisation}', organisation),
    `How: sign in at ${host} as you always do. Type the address yourself, or use your own bookmark. Then choose "Security info" and add a method. It takes about two minutes.`,
    `This mail has no link on purpose. We never ask for a password or a code by mail or on the phone. If anything is unclear: ${helpContact}`,
    organisation,
  ];
  return { subject: `${organisation}: ${subject}`, text: paragraphs.join('\n\n') };
}

type Words = { readonly subject: string; readonly why: string };

const setUp = (coveredBy: CoveredBy): Words => ({
  subject: 'please set up a safer way to sign in',
  why:
    coveredBy === 'none'
      ? '{organisation} protects accounts with a second step at sign-in. Yours has none yet: whoever learns your password can sign in as you.'
      : '{organisation} asks you to set up something safer than a phone number for your second step: a passkey or an authenticator app. Texts and calls can be diverted to somebody else.',
});

const sunset = (begins: Date): Words => {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    begins,
  );
  return {
    subject: `the way you sign in ends on ${day}`,
    why: `From ${day} on, {organisation} no longer takes the way in which you verify your sign-in now. Set up one that stays, so that nothing stops you on that day.`,
  };
};
