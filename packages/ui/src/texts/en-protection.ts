/** What the pages about lock-out, notices and reports of fraud say (see en-admin.ts). */
export const EN_PROTECTION = {
  'policy.fraud': 'What happens when somebody reports fraud?',
  'policy.fraud.text':
    'Somebody who did not try to sign in can say so: with 0# in a call, or in our authenticator. The help desk always gets a case.',
  'policy.fraud.reporting': 'Calls offer to report fraud with 0#',
  'policy.fraud.block': 'Block the account for 90 days, or until somebody unblocks it',
  'policy.fraud.blocks': 'The account is blocked',
  'policy.fraud.tells': 'The account stays open',
  'policy.fraud.tell-roles': 'Who gets a mail',
  'policy.fraud.tell-addresses': 'Other mail addresses that get it',
  'policy.fraud.tell-addresses.hint':
    'One a line, at most 20. The mail names nobody: it says that a case waits.',
  'policy.fraud.told': 'Mail to: {who}',
  'policy.fraud.told-nobody': 'Nobody gets a mail',

  'policy.lock-out': 'When is somebody locked out?',
  'policy.lock-out.text':
    'How many wrong second steps there may be. You can be stricter than usual, never looser than the standard allows. A lock is a wait that ends by itself; a passkey is never locked, and a wrong password locks no second step.',
  'policy.lock-out.tries': 'Wrong tries in one sign-in',
  'policy.lock-out.failures': 'Wrong tries before a wait',
  'policy.lock-out.wait': 'The first wait, in seconds. It doubles each time, up to an hour.',
  'policy.lock-out.quarter': 'Wrong tries in 15 minutes',
  'policy.lock-out.disabled': 'Wrong tries in a row that switch a method off',
  'policy.lock-out.range': '{min} to {max}',
  'policy.lock-out.summary': '{tries} tries in a sign-in; off after {disabled} in a row',

  'policy.notices': 'What are people told?',
  'policy.notices.text':
    'People are told when something about their account changes. These notices you can send by fewer ways.',
  'policy.notices.sessions-revoked': 'An administrator signed them out everywhere',
  'policy.notices.browsers-forgotten': 'An administrator had their browsers forgotten',
  'policy.notices.role-changed': 'What they may do was changed',
  'policy.notices.approval-requested': 'Something about their account waits for a second person',
  'policy.notices.approval-decided': 'Something they asked for was approved or refused',
  'policy.notices.everywhere': 'By mail and text',
  'policy.notices.mail': 'By mail, by text only without a mail address',
  'policy.notices.nobody': 'Not at all',
  'policy.notices.always':
    'All others always go to every address of the person, and cannot be switched off: methods added, changed, removed, cleared or switched off; recovery codes; passes and bypasses; passwords, app passwords and the mail address; blocks; wrong second steps; reports of fraud.',
  'policy.notices.all': 'Everything, by mail and text',
  'policy.notices.fewer': '{n} notices by fewer ways',
} as const satisfies Readonly<Record<string, string>>;
