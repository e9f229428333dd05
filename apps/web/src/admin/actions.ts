import type { Result } from '@proofup/contract/client.ts';
import type { TwoPersonAct } from '@proofup/contract/help-schemas.ts';
import { ROLES } from '@proofup/contract/roles.ts';
import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { textOf } from '#kit/forms.ts';

export type Extra =
  | 'verified'
  | 'registration'
  | 'passkeys'
  | 'minutes'
  | 'uses'
  | 'seconds'
  | 'days'
  | 'state'
  | 'role'
  | 'language'
  | 'phone';

/** What came of it; a secret is shown this once. */
export type Done = {
  readonly user: UserDetailsView;
  readonly password?: string | undefined;
  readonly pass?: string | undefined;
  readonly expiresAt?: string | undefined;
};

export type Action = {
  readonly label: () => string;
  readonly text: () => string;
  readonly danger?: true;
  readonly extras: readonly Extra[];
  /** What is asked beside the reason, and how the caller was verified. */
  readonly body?: (data: FormData) => Readonly<Record<string, unknown>>;
  /** Of one method: offered beside it, not in the list. */
  readonly ofMethod?: true;
};

const numberIn = (data: FormData, name: string) => Number(textOf(data, name));

const STATES = ['disabled', 'enabled', 'enforced'] as const;
const SLOTS = ['mobile', 'office', 'alternate'] as const;

const chosen = <Value extends string>(
  values: readonly [Value, ...Value[]],
  data: FormData,
  name: string,
): Value => values.find((one) => one === textOf(data, name)) ?? values[0];

/** By the operation of the contract that each of them is. */
export const ACTIONS: Readonly<Record<TwoPersonAct, Action>> = {
  clearMethods: {
    label: () => t('help.clear'),
    text: () => t('help.clear.text'),
    danger: true,
    extras: ['registration', 'passkeys', 'verified'],
    body: (data) => ({
      registration: chosen(['pass', 'password'], data, 'registration'),
      passkeys: textOf(data, 'passkeys') === 'remove',
    }),
  },
  deleteAppPasswordsOf: {
    label: () => t('help.app-passwords'),
    text: () => t('help.app-passwords.text'),
    danger: true,
    extras: [],
  },
  forgetBrowsersOf: {
    label: () => t('help.browsers'),
    text: () => t('help.browsers.text'),
    extras: [],
  },
  revokeSessionsOf: {
    label: () => t('help.sign-out'),
    text: () => t('help.sign-out.text'),
    extras: [],
  },
  issuePass: {
    label: () => t('help.pass'),
    text: () => t('help.pass.text'),
    extras: ['minutes', 'uses', 'verified'],
    body: (data) => ({
      minutes: numberIn(data, 'minutes'),
      uses: chosen(['once', 'many'], data, 'uses'),
    }),
  },
  issueBypass: {
    label: () => t('help.bypass'),
    text: () => t('help.bypass.text'),
    extras: ['seconds', 'verified'],
    body: (data) => ({ seconds: numberIn(data, 'seconds') }),
  },
  addPhoneOf: {
    label: () => t('help.phone'),
    text: () => t('help.phone.text'),
    extras: ['phone', 'verified'],
    body: (data) => {
      const extension = textOf(data, 'extension').trim();
      return {
        slot: chosen(SLOTS, data, 'slot'),
        number: textOf(data, 'number').trim(),
        country: 'US',
        ...(extension === '' ? {} : { extension }),
      };
    },
  },
  removeMethodOf: {
    label: () => t('help.remove'),
    text: () => t('help.remove.text'),
    danger: true,
    extras: [],
    ofMethod: true,
  },
  resetPasswordOf: {
    label: () => t('help.password'),
    text: () => t('help.password.text'),
    danger: true,
    extras: ['verified'],
  },
  blockUser: {
    label: () => t('help.block'),
    text: () => t('help.block.text'),
    danger: true,
    extras: ['days'],
    body: (data) => ({ days: numberIn(data, 'days') }),
  },
  unblockUser: {
    label: () => t('help.unblock'),
    text: () => t('help.unblock.text'),
    extras: [],
  },
  setUserState: {
    label: () => t('help.state'),
    text: () => t('help.state.text'),
    extras: ['state'],
    body: (data) => ({ state: chosen(STATES, data, 'state') }),
  },
  setUserRole: {
    label: () => t('help.role'),
    text: () => t('help.role.text'),
    danger: true,
    extras: ['role'],
    body: (data) => ({ role: chosen(ROLES, data, 'role') }),
  },
  setUserLanguage: {
    label: () => t('person.language.set'),
    text: () => t('person.language.text'),
    extras: ['language'],
    body: (data) => {
      const language = textOf(data, 'language').trim();
      return language === '' ? {} : { language };
    },
  },
};

export type ActionName = TwoPersonAct;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];

export type Performing = {
  readonly client: AdminClient;
  readonly userId: string;
  readonly name: ActionName;
  readonly body: Readonly<Record<string, unknown>>;
};

/** The operation itself. */
export const perform = ({ client, userId, name, body }: Performing): Promise<Result<Done>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body of this very operation; the server checks it
  client(name, { params: { userId }, body: body as never });

/** The same, for a second person to agree to. */
export const askSecond = ({ client, userId, name, body }: Performing) =>
  client('requestApproval', {
    params: { userId },
    body: { act: name, details: body },
  });
