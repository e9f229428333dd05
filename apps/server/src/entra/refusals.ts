/** Every reason to turn a request down: what stands in the audit log, and what the page says. */
export const REFUSALS = {
  malformed: {
    status: 400,
    title: 'This is no request that we know',
    text: 'Something is missing in it, or is there twice. It should come from Microsoft Entra, as a form post for an id_token.',
    next: 'Go back to the application and sign in again. If it happens again, tell your administrator what stands below.',
  },
  unknown_client: {
    status: 400,
    title: 'The client ID is not known here',
    text: 'The Client ID of the external method in Entra is not one that this service was given.',
    next: 'Tell your administrator what stands below. For administrators: compare it, character by character, with what “proofup entra show” prints.',
  },
  foreign_redirect: {
    status: 400,
    title: 'The answer would go to a wrong address',
    text: 'The redirect URI is not the one of Microsoft for this organisation’s cloud.',
    next: 'Tell your administrator what stands below. For administrators: check the cloud of the tenant with “proofup entra show”.',
  },
  wrong_tenant: {
    status: 403,
    title: 'This organisation is not connected here',
    text: 'You come from a Microsoft tenant that this service does not answer under this client ID.',
    next: 'Tell your administrator what stands below. For administrators: compare the tenant ID in Entra’s overview with what “proofup entra show” prints.',
  },
  wrong_audience: {
    status: 403,
    title: 'The request was made for another application',
    text: 'Its id_token_hint names another audience than our client ID.',
    next: 'Tell your administrator what stands below. For administrators: App ID and Client ID of the external method must be the same value.',
  },
  wrong_issuer: {
    status: 403,
    title: 'The request was not issued by your tenant',
    text: 'The issuer in its id_token_hint is not the one that the tenant publishes.',
    next: 'Tell your administrator what stands below. For administrators: “proofup entra check” compares the two.',
  },
  bad_signature: {
    status: 403,
    title: 'The request is not signed by Microsoft',
    text: 'Its id_token_hint does not verify with the keys that the tenant publishes.',
    next: 'Go back to the application and sign in again.',
  },
  hint_too_old: {
    status: 403,
    title: 'This request is too old',
    text: 'Microsoft made it a while ago, or the clock here is wrong.',
    next: 'Go back to the application and sign in again.',
  },
  replayed: {
    status: 403,
    title: 'This request was here before',
    text: 'Each one is good for one time, also when the page is loaded again.',
    next: 'Go back to the application and sign in again.',
  },
  disabled: {
    status: 403,
    title: 'This connection is switched off',
    text: 'An administrator has switched off the connection of your organisation’s tenant. Nobody can be verified by it until it is on again.',
    next: 'Go back and choose another way to verify, or ask your help desk. For administrators: “proofup entra enable”.',
  },
  trial_refused: {
    status: 403,
    title: 'This trial is over, or is not yours',
    text: 'A trial is good once, for five minutes, in the browser of the administrator who began it.',
    next: 'Begin a new one in the administration, under Microsoft Entra.',
  },
  metadata_unreachable: {
    status: 503,
    title: 'We cannot check this request now',
    text: 'The keys of your organisation’s tenant could not be fetched from Microsoft.',
    next: 'Try again in a minute. For administrators: “proofup entra check” says what is wrong.',
  },
  nothing_accepted: {
    status: 403,
    title: 'Microsoft asks for something else',
    text: 'This sign-in needs a kind of proof that this service does not give.',
    next: 'Go back and choose another way to verify.',
  },
  not_linked: {
    status: 403,
    title: 'You have no account here yet',
    text: 'Microsoft knows you, but nobody has given you an account for this second step.',
    next: 'Go back and choose another way to verify, or ask your help desk.',
  },
  linked_elsewhere: {
    status: 403,
    title: 'Your account here belongs to somebody else',
    text: 'An account with your name is tied to another person of your organisation, perhaps to your own account before it was made anew.',
    next: 'Ask your help desk. For administrators: “proofup entra unlink”.',
  },
  blocked: {
    status: 403,
    title: 'Your account here is blocked',
    text: 'Nobody can be verified with it until it is unblocked.',
    next: 'Ask your help desk to unblock it.',
  },
  throttled: {
    status: 429,
    title: 'There were too many tries',
    text: 'Your account is safe: this keeps others from guessing.',
    next: 'Wait a while, then sign in again, or choose another way to verify.',
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly status: number;
      readonly title: string;
      readonly text: string;
      readonly next: string;
    }
  >
>;

export type Refusal = keyof typeof REFUSALS;
