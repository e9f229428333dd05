import type { MailMessage } from '#delivery/ports.ts';

export type ResetMailSettings = {
  readonly organisation: string;
  readonly helpContact: string;
  /** An origin: the one place that the link leads to, whatever the request was for. */
  readonly publicUrl: string;
};

/**
 * The token is in the fragment, which browsers send to no server and write in no log. The user name is
 * with it, for what keeps passwords: the page knows no other.
 */
export const resetMail = (
  { organisation, helpContact, publicUrl }: ResetMailSettings,
  { to, token, login }: { readonly to: string; readonly token: string; readonly login: string },
): MailMessage => ({
  kind: 'mail',
  to,
  subject: `Choose a new password for ${organisation}`,
  text: [
    `Somebody said that they have forgotten the password of your ${organisation} account. If it was you, choose a new one within 30 minutes:`,
    `${publicUrl}/reset-password#${token}.${Buffer.from(login, 'utf8').toString('base64url')}`,
    'The link works once. It signs nobody in: at the next sign-in you will be asked for your second step as always.',
    `If it was not you, there is nothing to do: your password stays as it is. Questions? ${helpContact}`,
  ].join('\n\n'),
});
