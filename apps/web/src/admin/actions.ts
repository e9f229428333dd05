import type { Result } from '@proofup/contract/client.ts';
import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { textOf } from '#kit/forms.ts';

export type Extra = 'verified' | 'registration' | 'minutes' | 'days' | 'state' | 'role';

/** What came of it; a secret is shown this once. */
export type Done = {
  readonly user: UserDetailsView;
  readonly password?: string;
  readonly pass?: string;
  readonly expiresAt?: string;
};

type Given = {
  readonly client: AdminClient;
  readonly params: { readonly userId: string };
  readonly data: FormData;
  readonly reason: string;
};

export type Action = {
  readonly label: () => string;
  readonly text: () => string;
  readonly danger?: true;
  readonly extras: readonly Extra[];
  readonly run: (given: Given) => Promise<Result<Done>>;
};

const verifiedIn = (data: FormData) => {
  const callerVerifiedBy = textOf(data, 'verified').trim();
  return callerVerifiedBy === '' ? {} : { callerVerifiedBy };
};

const numberIn = (data: FormData, name: string) => Number(textOf(data, name));

const STATES = ['disabled', 'enabled', 'enforced'] as const;
const ROLES = ['user', 'help-desk', 'auditor', 'administrator'] as const;

const chosen = <Value extends string>(
  values: readonly [Value, ...Value[]],
  data: FormData,
  name: string,
): Value => values.find((one) => one === textOf(data, name)) ?? values[0];

/** By the operation of the contract that each of them is. */
export const ACTIONS = {
  clearMethods: {
    label: () => t('help.clear'),
    text: () => t('help.clear.text'),
    danger: true,
    extras: ['registration', 'verified'],
    run: ({ client, params, data, reason }) => {
      const registration = chosen(['pass', 'password'], data, 'registration');
      const body = { reason, registration, ...verifiedIn(data) };
      return client('clearMethods', { params, body });
    },
  },
  deleteAppPasswordsOf: {
    label: () => t('help.app-passwords'),
    text: () => t('help.app-passwords.text'),
    danger: true,
    extras: [],
    run: ({ client, params, reason }) =>
      client('deleteAppPasswordsOf', { params, body: { reason } }),
  },
  forgetBrowsersOf: {
    label: () => t('help.browsers'),
    text: () => t('help.browsers.text'),
    extras: [],
    run: ({ client, params, reason }) => client('forgetBrowsersOf', { params, body: { reason } }),
  },
  revokeSessionsOf: {
    label: () => t('help.sign-out'),
    text: () => t('help.sign-out.text'),
    extras: [],
    run: ({ client, params, reason }) => client('revokeSessionsOf', { params, body: { reason } }),
  },
  issuePass: {
    label: () => t('help.pass'),
    text: () => t('help.pass.text'),
    extras: ['minutes', 'verified'],
    run: ({ client, params, data, reason }) => {
      const body = { reason, minutes: numberIn(data, 'minutes'), ...verifiedIn(data) };
      return client('issuePass', { params, body });
    },
  },
  resetPasswordOf: {
    label: () => t('help.password'),
    text: () => t('help.password.text'),
    danger: true,
    extras: ['verified'],
    run: ({ client, params, data, reason }) =>
      client('resetPasswordOf', { params, body: { reason, ...verifiedIn(data) } }),
  },
  blockUser: {
    label: () => t('help.block'),
    text: () => t('help.block.text'),
    danger: true,
    extras: ['days'],
    run: ({ client, params, data, reason }) =>
      client('blockUser', { params, body: { reason, days: numberIn(data, 'days') } }),
  },
  unblockUser: {
    label: () => t('help.unblock'),
    text: () => t('help.unblock.text'),
    extras: [],
    run: ({ client, params, reason }) => client('unblockUser', { params, body: { reason } }),
  },
  setUserState: {
    label: () => t('help.state'),
    text: () => t('help.state.text'),
    extras: ['state'],
    run: ({ client, params, data, reason }) =>
      client('setUserState', { params, body: { reason, state: chosen(STATES, data, 'state') } }),
  },
  setUserRole: {
    label: () => t('help.role'),
    text: () => t('help.role.text'),
    danger: true,
    extras: ['role'],
    run: ({ client, params, data, reason }) =>
      client('setUserRole', { params, body: { reason, role: chosen(ROLES, data, 'role') } }),
  },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof ACTIONS;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];
