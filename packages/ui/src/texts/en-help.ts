/**
 * The help pages, for people who have never heard of any of it. `**word**` is a label to look for on a
 * page, to the letter; `{organisation}` is filled in. They load with the help pages alone.
 */
export type HelpPart = {
  readonly title?: string;
  readonly text?: readonly string[];
  /** To be done one after another. */
  readonly steps?: readonly string[];
  readonly link?: { readonly to: string; readonly label: string };
};

export type HelpText = {
  readonly title: string;
  /** One sentence on the page of all questions. */
  readonly about: string;
  readonly lead: string;
  readonly parts: readonly HelpPart[];
};

const OPEN = { to: '/security-info', label: 'Open your security info' } as const;

export const EN_HELP = {
  '/help/new-phone': {
    title: 'I have a new phone',
    about: 'What to do before you give the old one away.',
    lead: 'Keep the old phone until the new one works. Whether you keep your number decides what there is to do.',
    parts: [
      {
        title: 'You keep your phone number',
        text: [
          'Text messages and calls reach the new phone as soon as your number does. Nothing has to be changed for them.',
        ],
      },
      {
        title: 'You have a new phone number',
        steps: [
          'Open your security info.',
          'Beside **Authentication phone**, choose **Change**.',
          'Type the new number. We send it a code, or call it.',
          'Type the code. From then on the new number is used, and the old one no longer.',
        ],
        link: OPEN,
      },
      {
        title: 'You use an app that shows codes',
        text: ['The app on the new phone does not know your account yet. Move it over.'],
        link: { to: '/help/moving-the-app', label: 'How to move the app' },
      },
      {
        title: 'You use a passkey',
        text: [
          'One that is synced comes along as soon as the new phone is signed in to the same account. One that is on the old phone only stays there: add another on the new phone.',
        ],
        link: { to: '/help/passkey', label: 'What is a passkey?' },
      },
    ],
  },
  '/help/lost-phone': {
    title: 'I lost my phone',
    about: 'How to get in without it, and how to keep others out.',
    lead: 'Whoever has your phone does not have your password. Do this today all the same.',
    parts: [
      {
        title: 'Get in another way',
        steps: [
          'Sign in with your user name and password.',
          'When you are asked for a code or called, choose **Use a different verification option**.',
          'Choose what you still have: a passkey, another number, an app on another device, or a code from your printed list.',
        ],
        link: { to: '/sign-in', label: 'Sign in' },
      },
      {
        title: 'Then make the lost phone useless',
        steps: [
          'Open your security info.',
          'Delete the lost phone’s number, its app and the passkey that was on it only, or change the number to the new one.',
          'Ask your phone company to block the SIM card.',
        ],
        link: OPEN,
      },
      {
        title: 'You have nothing else',
        text: [
          'Only a person can let you in then: your help desk makes sure that it is you, and has you set up a new phone.',
        ],
      },
      {
        title: 'Somebody may have used your account',
        text: ['Say so at once. It is no trouble if it turns out to be nothing.'],
        link: { to: '/help/report', label: 'Report it' },
      },
    ],
  },
  '/help/no-code': {
    title: 'No code arrives',
    about: 'The text message, the call or the request on your phone does not come.',
    lead: 'A text message can take a minute. Most often it is one of these.',
    parts: [
      {
        title: 'Look at the phone',
        steps: [
          'Look at the last two digits on the page: are they those of the phone in your hand?',
          'Does the phone have a signal? Switch flight mode off, or go to a window.',
          'Are messages from unknown senders sorted into a folder of their own, or blocked?',
          'Is its memory full? Delete a few messages.',
        ],
      },
      {
        title: 'The authenticator shows no request',
        steps: [
          'Open the authenticator on the phone: a request is there even if no notification came.',
          'Is the phone online? It needs a signal or Wi-Fi.',
          'A request waits for one minute. Choose **Ask my phone again** for a new one.',
        ],
      },
      {
        title: 'Ask for another one',
        text: [
          'Wait until **Send again** can be pressed. Only the newest code works: an older one that comes late does not.',
        ],
      },
      {
        title: 'Use something else',
        steps: [
          'Choose **Use a different verification option**.',
          'Choose a call instead of a text message, another number, your app, your passkey, or a code from your printed list. App and passkey need no signal.',
        ],
      },
      {
        title: 'So that it does not happen again',
        text: ['Add a passkey, or an app that shows codes: they work in a cellar and on a plane.'],
        link: OPEN,
      },
    ],
  },
  '/help/moving-the-app': {
    title: 'Moving the app to another phone',
    about: 'The app that shows 6-digit codes, on a new phone.',
    lead: 'Copying the phone most often does not copy the codes. This takes about 2 minutes, with both phones or with the new one alone.',
    parts: [
      {
        title: 'You can still sign in',
        steps: [
          'Install an authenticator app on the new phone: an app that shows 6-digit codes. Look for “authenticator” in its app store.',
          'Open your security info on a computer.',
          'Beside your app, choose **Move to a new phone**.',
          'In the app, choose to add an account, and point the camera at the picture.',
          'Type the code that the new phone shows. The old phone’s codes stop working at that moment.',
          'Delete the entry on the old phone. The page shows which one it is.',
        ],
        link: OPEN,
      },
      {
        title: 'Other accounts in the same app',
        text: [
          'Each account has to be moved on its own page. Keep the old phone until you have done all of them.',
        ],
      },
      {
        title: 'The old phone is gone',
        text: ['Get in another way first. Then move the app as above.'],
        link: { to: '/help/lost-phone', label: 'I lost my phone' },
      },
      {
        title: 'Uninstalling is not enough',
        text: [
          'If you only uninstall the app, your account still expects its codes. Delete it on your security info as well.',
        ],
      },
    ],
  },
  '/help/passkey': {
    title: 'What is a passkey?',
    about: 'Signing in with your fingerprint, your face or a small key.',
    lead: 'A passkey takes the place of codes. Your phone, computer or a small security key proves that it is you, and you unlock it as you always do: by fingerprint, face or PIN.',
    parts: [
      {
        title: 'Why it is safer',
        text: [
          'A code can be asked for by a false page, and typed there by mistake. A passkey works on the right page only, so nobody can talk you out of it.',
          'Your fingerprint or face never leaves your device. We get neither.',
        ],
      },
      {
        title: 'What you need',
        text: ['A phone or computer of the last years with a screen lock, or a security key.'],
      },
      {
        title: 'Add one',
        steps: [
          'Open your security info.',
          'Beside **Passkey**, choose **Add**, then **Create a passkey**.',
          'Your browser asks where to keep it, and for your fingerprint, your face or your PIN.',
        ],
        link: OPEN,
      },
      {
        title: 'Sign in with it',
        text: [
          'On the sign-in page choose **Sign in with a passkey**: no user name and no password are asked for. Or type them as always, and use the passkey in place of a code.',
        ],
      },
      {
        title: 'One device, or all of them',
        text: [
          'Most phones and password managers sync a passkey to all your devices. A security key keeps it to itself, and so do some computers: then have a second one elsewhere. Your security info says which yours is.',
        ],
      },
      {
        title: 'If you lose it',
        text: [
          'Sign in another way, then delete it on your security info. To delete it you are asked for another passkey or a code from your printed list: keep one of them at hand.',
        ],
        link: { to: '/help/lost-phone', label: 'I lost my phone' },
      },
    ],
  },
} as const satisfies Readonly<Record<string, HelpText>>;

/** Who came here by the pages that people know, and how they get to their security info from there. */
export const EN_HELP_ROUTES = {
  office: {
    choice: 'I use it with Office 365',
    steps: [
      'Sign in to the Office 365 portal.',
      'At the top right, choose the settings symbol, then **Office 365 Settings**.',
      'Choose **Additional security verification**.',
      'On the right, choose **Update my phone numbers used for account security.**',
    ],
  },
  unknown: {
    choice: "I don't know",
    steps: [
      'Sign in to myapps.microsoft.com.',
      'At the top, choose **profile**.',
      'Choose **Additional Security Verification**.',
    ],
  },
  azure: {
    choice: 'I use it with Microsoft Azure',
    steps: [
      'Sign in to the Azure portal.',
      'At the top, choose your **username**.',
      'In the list that opens, choose **Additional security verification**.',
    ],
  },
} as const;

export const EN_HELP_WORDS = {
  'help.title': 'Help with two-step verification',
  'help.lead':
    'When you sign in to {organisation}, you type your password and then show that you have your phone with you. Here is what to do when something about that changes.',
  'help.questions': 'What is it about?',
  'help.all': 'All help pages',
  'help.routes': 'How you use multi-factor authentication',
  'help.routes.lead':
    'This is another name for two-step verification. However you come, you end at the same page: your security info.',
  'help.routes.portal': 'I use it with {name}',
  'help.routes.portal.open': 'Sign in to {name}.',
  'help.routes.portal.name': 'At the top, choose your name or your picture.',
  'help.routes.portal.choose': 'Choose **Additional security verification**.',
  'help.routes.end': 'Your security info opens. Here you change your numbers and your app.',
  'help.routes.own': 'Or start at one of your organisation’s own pages:',
  'help.open': 'Open your security info',
  'help.stuck': 'Still stuck?',
} as const satisfies Readonly<Record<string, string>>;
