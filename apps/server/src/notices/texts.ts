import type { NoticeId } from './ports.ts';

/**
 * The words of every notice. No link that signs in, no code, no number: what happened, and what to
 * do if it was somebody else. `{organisation}` and `{help}` are always there.
 */
export const NOTICE_TEXTS: Readonly<
  Record<NoticeId, { readonly subject: string; readonly body: string }>
> = {
  'method-added': {
    subject: 'A verification method was added to your account',
    body: 'A new way to verify your sign-in was added to your {organisation} account.',
  },
  'method-replaced': {
    subject: 'A phone number on your account was changed',
    body: 'A phone number that verifies your sign-in to your {organisation} account was replaced by another one.',
  },
  'method-removed': {
    subject: 'A verification method was removed from your account',
    body: 'A way to verify your sign-in was removed from your {organisation} account.',
  },
  'method-disabled': {
    subject: 'A verification method was switched off after too many wrong codes',
    body: 'After too many wrong codes in a row, one way to verify your sign-in to your {organisation} account was switched off. Somebody may know your password: change it.',
  },
  'recovery-codes-made': {
    subject: 'New recovery codes were made for your account',
    body: 'A new set of recovery codes was made for your {organisation} account. The old ones no longer work.',
  },
  'recovery-code-used': {
    subject: 'A recovery code was used to sign in to your account',
    body: 'Somebody signed in to your {organisation} account with one of your recovery codes. How many of them are left: {left}.',
  },
  'methods-cleared': {
    subject: 'Your verification methods were cleared by an administrator',
    body: 'An administrator of {organisation} removed your verification methods. You will be asked to set them up again.',
  },
  'pass-issued': {
    subject: 'A temporary pass was issued for your account',
    body: 'An administrator of {organisation} issued a temporary pass that lets you verify your sign-in for a short time.',
  },
  'failed-second-steps': {
    subject: 'Somebody typed your password, but failed the second step',
    body: 'Somebody signed in to your {organisation} account with your right password and failed the second step several times ({browser}, {time} UTC). If it was not you, change your password now.',
  },
  'fraud-reported': {
    subject: 'A sign-in to your account was reported as fraud',
    body: 'A call that asked to verify a sign-in to your {organisation} account was answered with a report of fraud. Every open sign-in was ended.',
  },
  blocked: {
    subject: 'Your account was blocked',
    body: 'Your {organisation} account was blocked by an administrator.',
  },
  unblocked: {
    subject: 'Your account was unblocked',
    body: 'Your {organisation} account was unblocked by an administrator.',
  },
  'sessions-revoked': {
    subject: 'You were signed out everywhere',
    body: 'An administrator of {organisation} signed you out of every browser.',
  },
  'password-reset': {
    subject: 'Your password was reset',
    body: 'The password of your {organisation} account was reset: by a link sent to your mail address, or by an administrator. Every browser was signed out.',
  },
  'password-changed': {
    subject: 'Your password was changed',
    body: 'The password of your {organisation} account was changed. Every other browser was signed out.',
  },
  'email-changed': {
    subject: 'The mail address of your account was changed',
    body: 'An administrator of {organisation} gave your account another mail address. For {hours} hours no link for a forgotten password is sent to it.',
  },
  'app-password-created': {
    subject: 'An app password was created for your account',
    body: 'A password for an app or a device was created for your {organisation} account.',
  },
  'app-password-deleted': {
    subject: 'An app password of your account was deleted',
    body: 'A password for an app or a device was deleted from your {organisation} account. What used it is refused from now on.',
  },
  'app-passwords-deleted': {
    subject: 'Your app passwords were deleted by an administrator',
    body: 'An administrator of {organisation} deleted your app passwords. Apps and devices that used them are refused until you create new ones.',
  },
};

export const NOT_YOU = 'If this was not you, tell us at once: {help}';
