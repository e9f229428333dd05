import type { ErrorCode } from '@proofup/contract/error-codes.ts';

type Words = { readonly happened: string; readonly safe: string; readonly next: string };

const UNCHANGED = 'Nothing was changed.';

/** For every way to fail: what happened, what is safe, and what to do next. */
export const EN_ERRORS: Readonly<Record<ErrorCode, Words>> = {
  invalid_request: {
    happened: 'We did not understand what was sent.',
    safe: UNCHANGED,
    next: 'Check what you typed, then try again.',
  },
  sign_in_failed: {
    happened: 'User name or password is not right.',
    safe: UNCHANGED,
    next: 'Check both and type them again.',
  },
  not_signed_in: {
    happened: 'You are signed out.',
    safe: UNCHANGED,
    next: 'Sign in, then do it again.',
  },
  code_rejected: {
    happened: 'This is not the right code.',
    safe: UNCHANGED,
    next: 'Type the newest code you have.',
  },
  code_already_used: {
    happened: 'This code was used before.',
    safe: UNCHANGED,
    next: 'Wait for the next code, then type that one.',
  },
  password_rejected: {
    happened: 'This is not your password.',
    safe: UNCHANGED,
    next: 'Type the password you have now.',
  },
  app_password_rejected: {
    happened: 'User name or app password is not right.',
    safe: UNCHANGED,
    next: 'Create a new app password on your security info page and type that one.',
  },
  service_key_refused: {
    happened: 'This key is not known here, or no longer good.',
    safe: UNCHANGED,
    next: 'Check the key, or have another one made.',
  },
  scope_missing: {
    happened: 'This key may not do that.',
    safe: UNCHANGED,
    next: 'Have a key made that has the scope.',
  },
  name_taken: {
    happened: 'This name is taken, or was once.',
    safe: UNCHANGED,
    next: 'Choose another name.',
  },
  call_in_progress: {
    happened: 'The same call is being done.',
    safe: 'It is done once.',
    next: 'Wait a moment, then ask again.',
  },
  shown_once: {
    happened: 'This was done, and its answer was shown.',
    safe: 'It was done once.',
    next: 'Do it anew if the answer was lost.',
  },
  idempotency_key_reused: {
    happened: 'This Idempotency-Key stood for another call.',
    safe: UNCHANGED,
    next: 'Use a new one for each call.',
  },
  too_many_calls: {
    happened: 'This key has used up its calls.',
    safe: UNCHANGED,
    next: 'Wait a little, then go on.',
  },
  access_denied: {
    happened: 'You may not do this.',
    safe: UNCHANGED,
    next: 'If you need to, ask your organisation for it.',
  },
  sign_in_blocked: {
    happened: 'Signing in to this account is blocked.',
    safe: 'Your account is safe: nobody can get in.',
    next: 'Ask your help desk to unblock it.',
  },
  fraud_reported: {
    happened: 'This sign-in was reported as not yours.',
    safe: 'Nobody was signed in.',
    next: 'If it was you, ask your help desk. If not, change your password.',
  },
  set_up_required: {
    happened: 'Your second step is not set up yet.',
    safe: UNCHANGED,
    next: 'Sign in again and finish the set-up first.',
  },
  task_required: {
    happened: 'There is something to do first.',
    safe: UNCHANGED,
    next: 'Load the page again to see what it is.',
  },
  step_up_required: {
    happened: 'For this, please show first that it is you.',
    safe: UNCHANGED,
    next: 'Try again, and confirm when you are asked.',
  },
  changes_held: {
    happened: 'This browser is new to your account, and so is where you are.',
    safe: UNCHANGED,
    next: 'Wait, prove it with a passkey, or use a browser that you signed in with before.',
  },
  csrf_refused: {
    happened: 'This page is out of date.',
    safe: UNCHANGED,
    next: 'Load the page again, then do it once more.',
  },
  method_unavailable: {
    happened: 'This option cannot be used now.',
    safe: UNCHANGED,
    next: 'Use a different one.',
  },
  bootstrap_refused: {
    happened: 'This link does not work any more.',
    safe: UNCHANGED,
    next: 'Each link works once and for a short time. Make a new one on the server.',
  },
  handover_refused: {
    happened: 'This link was opened before, or has had its time.',
    safe: 'Nothing was changed.',
    next: 'Go back to where you came from, and begin there again.',
  },
  freeze_refused: {
    happened: 'This link does not work any more.',
    safe: UNCHANGED,
    next: 'Each link works once and for 7 days. If something is wrong with your account, ask your help desk.',
  },
  reset_refused: {
    happened: 'This link does not work any more.',
    safe: 'Nothing was changed by it.',
    next: 'A link works once, for 30 minutes, and only the newest one. Ask for a new one.',
  },
  signature_refused: {
    happened: 'The message was not signed as it should be.',
    safe: 'It was not used.',
    next: 'Check the key that both sides share.',
  },
  not_found: {
    happened: 'This is not there any more.',
    safe: UNCHANGED,
    next: 'Load the page again to see what is.',
  },
  not_approved_yet: {
    happened: 'The call has not been approved yet.',
    safe: UNCHANGED,
    next: 'Answer the phone and press #.',
  },
  already_reported: {
    happened: 'You have told us about this already.',
    safe: 'What had to be stopped is stopped.',
    next: 'Your help desk knows of it and will look into it.',
  },
  last_method: {
    happened: 'This is the last way you have to sign in.',
    safe: UNCHANGED,
    next: 'Add another one first, then delete this one.',
  },
  limit_reached: {
    happened: 'You have as many of these as there can be.',
    safe: UNCHANGED,
    next: 'Delete one that you no longer use, then add the new one.',
  },
  sound_unacceptable: {
    happened: 'This file was not taken.',
    safe: UNCHANGED,
    next: 'Take a WAV or MP3 file of 1 MB and 20 seconds at most.',
  },
  name_unacceptable: {
    happened: 'This name cannot be used in texts and calls.',
    safe: UNCHANGED,
    next: 'Use 2 to 40 Latin letters, digits and . , & ( ) - between them; no web address and no phone number.',
  },
  colour_unreadable: {
    happened: 'Words in this colour could not be read on our pages.',
    safe: UNCHANGED,
    next: 'Choose a darker one.',
  },
  image_unacceptable: {
    happened: 'This picture was not taken.',
    safe: UNCHANGED,
    next: 'Take a PNG, JPEG or WebP file of 100 kB at most that does not move.',
  },
  token_in_use: {
    happened: 'This one is not in the state for it: it is activated, or belongs to nobody.',
    safe: UNCHANGED,
    next: 'Load the page again. To give it to somebody else, deactivate it first.',
  },
  login_taken: {
    happened: 'Somebody has this user name already.',
    safe: UNCHANGED,
    next: 'Choose another user name.',
  },
  challenge_over: {
    happened: 'This request is over: it took too long, or a newer one took its place.',
    safe: UNCHANGED,
    next: 'Start it again and use the newest code.',
  },
  sign_in_over: {
    happened: 'This sign-in has ended',
    safe: 'You are not signed in, and nothing was changed.',
    next: 'It took too long, was tried too often, or was reported as not yours. You can start again.',
  },
  binding_over: {
    happened: 'This took too long and has ended',
    safe: 'Nothing was changed, and nothing was added.',
    next: 'You can start it again.',
  },
  payload_too_large: {
    happened: 'What was sent is too long.',
    safe: UNCHANGED,
    next: 'Make it shorter, then try again.',
  },
  unsupported_media_type: {
    happened: 'What was sent is of a kind we do not read.',
    safe: UNCHANGED,
    next: 'Load the page again, then try again.',
  },
  host_refused: {
    happened: 'This is not the address of this service.',
    safe: UNCHANGED,
    next: 'Use the address that your organisation gave you.',
  },
  address_refused: {
    happened: 'That address cannot be used.',
    safe: 'Nothing was saved.',
    next: 'Enter a mail address, or a web address that begins with https:// and holds no name or password.',
  },
  number_unavailable: {
    happened: 'We cannot reach this number.',
    safe: UNCHANGED,
    next: 'Check the country and the number, or use a different one.',
  },
  device_unknown: {
    happened: 'Your organisation does not know this phone any more.',
    safe: UNCHANGED,
    next: 'Remove the account here, and add this phone again on your security info page.',
  },
  activation_refused: {
    happened: 'This code does not work.',
    safe: UNCHANGED,
    next: 'Codes work once, for ten minutes. Get a new one on your security info page.',
  },
  password_unacceptable: {
    happened: 'This password is too easy to guess.',
    safe: UNCHANGED,
    next: 'Use a longer one, made of words that do not belong together.',
  },
  password_too_short: {
    happened: 'This password is too short.',
    safe: UNCHANGED,
    next: 'Use at least 8 characters, or 15 if your account has no second step.',
  },
  password_unchanged: {
    happened: 'This is the password you have already.',
    safe: UNCHANGED,
    next: 'Choose a different one.',
  },
  too_many_attempts: {
    happened: 'There were too many tries.',
    safe: 'Your account is safe: this keeps others from guessing.',
    next: 'Wait a while, then try again.',
  },
  too_many_messages: {
    happened: 'We have sent as many messages and calls as we may for now.',
    safe: UNCHANGED,
    next: 'Use another option, or wait a while.',
  },
  own_account: {
    happened: 'Nobody does this to their own account.',
    safe: UNCHANGED,
    next: 'Ask a colleague.',
  },
  out_of_reach: {
    happened: 'This is beyond what you look after.',
    safe: UNCHANGED,
    next: 'Ask an administrator.',
  },
  approval_required: {
    happened: 'This takes two persons.',
    safe: UNCHANGED,
    next: 'Ask for it; somebody else of the staff agrees or refuses.',
  },
  approval_over: {
    happened: 'This request was decided already, or it is over.',
    safe: UNCHANGED,
    next: 'Look at the list again.',
  },
  caller_not_verified: {
    happened: 'It is not said how you know who is calling.',
    safe: UNCHANGED,
    next: 'Send a number for the caller to read out, or write down how you know.',
  },
  caller_check_refused: {
    happened: 'This is not the number that was sent.',
    safe: UNCHANGED,
    next: 'Ask the caller to read it out again.',
  },
  caller_check_over: {
    happened: 'This number does not count any more.',
    safe: UNCHANGED,
    next: 'Send a new one.',
  },
  group_in_use: {
    happened: 'Somebody may only look after the people of this group, or a policy is for it.',
    safe: UNCHANGED,
    next: 'Change that first, and then delete the group.',
  },
  policy_changed: {
    happened: 'Somebody else has answered this question meanwhile.',
    safe: UNCHANGED,
    next: 'Look at their answer, and then decide again.',
  },
  networks_unusable: {
    happened: 'One of the lines is not an address or a range of addresses.',
    safe: UNCHANGED,
    next: 'Write each like 203.0.113.0/24, one a line.',
  },
  case_taken: {
    happened: 'Somebody else has this case, or it is closed.',
    safe: UNCHANGED,
    next: 'Look at the list again.',
  },
  role_forbids: {
    happened: 'This does not go with the role of this person.',
    safe: UNCHANGED,
    next: 'Whoever has a role keeps two steps, and the last administrator stays one.',
  },
  internal_error: {
    happened: 'Something went wrong on our side.',
    safe: UNCHANGED,
    next: 'Try again. If it happens again, tell your help desk what the details say.',
  },
  unavailable: {
    happened: 'The service is not available right now.',
    safe: 'Nothing is lost.',
    next: 'Try again in a minute.',
  },
};

/** For a code that a page does not know. */
export const EN_OTHER_ERROR: Words = {
  happened: 'This did not work.',
  safe: 'This page may be older than the service.',
  next: 'Load the page again, then try again. If it happens again, tell your help desk what the details say.',
};
