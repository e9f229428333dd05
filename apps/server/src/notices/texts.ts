import type { NoticeId } from './ports.ts';

type NoticeText = {
  readonly subject: string;
  readonly body: string;
  /** The same as a text message: a few words of the GSM 7-bit alphabet. */
  readonly short: string;
  /** Whether it brings the link that stops what it tells of. */
  readonly freezable: boolean;
};

/**
 * The words of every notice. No link that signs in, no code, no number: what happened, and what to
 * do if it was somebody else. `{organisation}` and `{help}` are always there.
 */
export const NOTICE_TEXTS: Readonly<Record<NoticeId, NoticeText>> = {
  'method-added': {
    subject: 'A verification method was added to your account',
    body: 'A new way to verify your sign-in was added to your {organisation} account.',
    short: 'A new way to verify your sign-in was added.',
    freezable: true,
  },
  'method-replaced': {
    subject: 'A phone number on your account was changed',
    body: 'A phone number that verifies your sign-in to your {organisation} account was replaced by another one.',
    short: 'A phone number that verifies your sign-in was replaced.',
    freezable: true,
  },
  'app-moved': {
    subject: 'Your authenticator app was moved to another phone',
    body: 'The authenticator app that verifies your sign-in to your {organisation} account was moved to another phone. The codes of the old one no longer work.',
    short: 'Your authenticator app was moved to another phone.',
    freezable: true,
  },
  'method-removed': {
    subject: 'A verification method was removed from your account',
    body: 'A way to verify your sign-in was removed from your {organisation} account.',
    short: 'A way to verify your sign-in was removed.',
    freezable: true,
  },
  'method-disabled': {
    subject: 'A verification method was switched off after too many wrong codes',
    body: 'After too many wrong codes in a row, one way to verify your sign-in to your {organisation} account was switched off. Somebody may know your password: change it.',
    short: 'Too many wrong codes: one way to verify your sign-in was switched off.',
    freezable: true,
  },
  'recovery-codes-made': {
    subject: 'New recovery codes were made for your account',
    body: 'A new set of recovery codes was made for your {organisation} account. The old ones no longer work.',
    short: 'New recovery codes were made. The old ones no longer work.',
    freezable: true,
  },
  'recovery-code-used': {
    subject: 'A recovery code was used to sign in to your account',
    body: 'Somebody signed in to your {organisation} account with one of your recovery codes. {left}',
    short: 'A recovery code was used to sign in. {left}',
    freezable: true,
  },
  'alternate-phone-used': {
    subject: 'Your alternate phone was asked to verify a sign-in',
    body: 'Somebody typed the password of your {organisation} account and chose your alternate phone to verify the sign-in.',
    short: 'Your alternate phone was chosen to verify a sign-in.',
    freezable: true,
  },
  'methods-cleared': {
    subject: 'Your verification methods were cleared by an administrator',
    body: 'An administrator of {organisation} removed your verification methods. You will be asked to set them up again.',
    short: 'An administrator removed your ways to verify your sign-in.',
    freezable: true,
  },
  'pass-issued': {
    subject: 'A temporary pass was issued for your account',
    body: 'An administrator of {organisation} issued a temporary pass that lets you verify your sign-in for a short time.',
    short: 'An administrator issued a temporary pass for you.',
    freezable: true,
  },
  'failed-second-steps': {
    subject: 'Somebody typed your password, but failed the second step',
    body: 'Somebody signed in to your {organisation} account with your right password and failed the second step several times. If it was not you, change your password now.',
    short: 'Somebody knew your password, but failed the second step several times.',
    freezable: true,
  },
  'too-many-requests': {
    subject: 'Somebody with your password keeps asking you to approve a sign-in',
    body: 'Somebody typed the password of your {organisation} account and asked your phone to approve the sign-in several times. No more requests are sent for an hour; your other methods work. If it was not you, change your password now.',
    short:
      'Somebody with your password keeps asking you to approve a sign-in. Requests are off for an hour.',
    freezable: true,
  },
  'fraud-reported': {
    subject: 'A sign-in to your account was reported as fraud',
    body: 'A request to verify a sign-in to your {organisation} account was answered with a report of fraud. Every open sign-in was ended.',
    short: 'A request to you was answered with a report of fraud. Every open sign-in was ended.',
    freezable: false,
  },
  'not-me': {
    subject: 'You told us that something on your account was not you',
    body: 'Somebody signed in to your {organisation} account said of a line of its activity that it was not them. {outcome} Your help desk has been told.',
    short: 'Something was reported as not you. {outcome}',
    freezable: false,
  },
  frozen: {
    subject: 'The link in a notice about your account was used',
    body: 'Somebody used the link of a notice to say that a change to your {organisation} account was not them. {outcome} Your help desk has been told.',
    short: 'The link of a notice was used. {outcome}',
    freezable: false,
  },
  blocked: {
    subject: 'Your account was blocked',
    body: 'Your {organisation} account was blocked by an administrator.',
    short: 'An administrator blocked your account.',
    freezable: false,
  },
  unblocked: {
    subject: 'Your account was unblocked',
    body: 'Your {organisation} account was unblocked by an administrator.',
    short: 'An administrator unblocked your account.',
    freezable: true,
  },
  'role-changed': {
    subject: 'What you may do was changed',
    body: 'An administrator of {organisation} changed what your account may do, and signed you out of every browser.',
    short: 'An administrator changed what your account may do.',
    freezable: false,
  },
  'new-place': {
    subject: 'A sign-in to your account with a new browser, from a new place',
    body: 'Somebody signed in to your {organisation} account with a browser and from a network that were not used for it before. {held}',
    short: 'Somebody signed in with a new browser, from a new place.',
    freezable: true,
  },
  'sessions-revoked': {
    subject: 'You were signed out everywhere',
    body: 'An administrator of {organisation} signed you out of every browser.',
    short: 'An administrator signed you out of every browser.',
    freezable: false,
  },
  'password-reset': {
    subject: 'Your password was reset',
    body: 'The password of your {organisation} account was reset: by a link sent to your mail address, or by an administrator. Every browser was signed out.',
    short: 'Your password was reset. Every browser was signed out.',
    freezable: true,
  },
  'password-changed': {
    subject: 'Your password was changed',
    body: 'The password of your {organisation} account was changed. Every other browser was signed out.',
    short: 'Your password was changed. Every other browser was signed out.',
    freezable: true,
  },
  'email-changed': {
    subject: 'The mail address of your account was changed',
    body: 'An administrator of {organisation} gave your account another mail address. For {hours} hours no link for a forgotten password is sent to it.',
    short: 'An administrator gave your account another mail address.',
    freezable: true,
  },
  'app-password-created': {
    subject: 'An app password was created for your account',
    body: 'A password for an app or a device was created for your {organisation} account.',
    short: 'A password for an app or a device was created.',
    freezable: true,
  },
  'app-password-deleted': {
    subject: 'An app password of your account was deleted',
    body: 'A password for an app or a device was deleted from your {organisation} account. What used it is refused from now on.',
    short: 'A password for an app or a device was deleted.',
    freezable: false,
  },
  'app-passwords-deleted': {
    subject: 'Your app passwords were deleted by an administrator',
    body: 'An administrator of {organisation} deleted your app passwords. Apps and devices that used them are refused until you create new ones.',
    short: 'An administrator deleted your app passwords.',
    freezable: false,
  },
  'browsers-forgotten': {
    subject: 'Your remembered browsers were forgotten',
    body: 'An administrator of {organisation} had every browser forgotten in which you are not asked for the second step. All of them ask for it again.',
    short: 'An administrator had your remembered browsers forgotten.',
    freezable: false,
  },
  'bypass-issued': {
    subject: 'Your next sign-in does not ask for the second step',
    body: 'An administrator of {organisation} opened your account for one sign-in with the password alone, within the next {seconds} seconds.',
    short: 'An administrator opened one sign-in to your account with the password alone.',
    freezable: true,
  },
  'approval-requested': {
    subject: 'Something about your account waits for approval',
    body: 'Somebody of the staff of {organisation} wants to do something to your account that takes two persons: {act}. Nothing is done yet.',
    short: 'Somebody of the staff wants to act on your account. Nothing is done yet.',
    freezable: false,
  },
  'approval-decided': {
    subject: 'A request of the staff was decided',
    body: 'A request of the staff of {organisation} that takes two persons was {decision}: {act}, on the account {account}.',
    short: 'A request of the staff was {decision}: {act}.',
    freezable: false,
  },
};

/** Where there is a link: it asks before it does anything, as scanners of mail open every link. */
export const STOP_IT =
  'If this was not you, stop it here: {link}\nThe page asks before it does anything. The link works once, within 7 days.';

export const NOT_YOU = 'If this was not you, tell us at once: {help}';
