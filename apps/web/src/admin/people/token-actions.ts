import type { Result } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { textOf } from '#kit/forms.ts';

type Given = {
  readonly client: AdminClient;
  readonly params: { readonly tokenId: string };
  readonly data: FormData;
  readonly reason: string;
};

export type TokenAction = {
  readonly label: () => string;
  readonly text: () => string;
  /** What is typed beside the reason. */
  readonly extra?: 'login' | 'code';
  readonly danger?: true;
  readonly run: (given: Given) => Promise<Result<unknown>>;
};

export const TOKEN_ACTIONS = {
  assign: {
    label: () => t('tokens.assign'),
    text: () => t('tokens.assign.text'),
    extra: 'login',
    run: ({ client, params, data, reason }) => {
      const login = textOf(data, 'login').trim();
      const body = { reason, ...(login === '' ? {} : { login }) };
      return client('assignToken', { params, body });
    },
  },
  activate: {
    label: () => t('tokens.activate'),
    text: () => t('tokens.activate.text'),
    extra: 'code',
    run: ({ client, params, data, reason }) => {
      const output = textOf(data, 'code').replaceAll(/\s/g, '');
      return client('activateToken', { params, body: { reason, output } });
    },
  },
  deactivate: {
    label: () => t('tokens.deactivate'),
    text: () => t('tokens.deactivate.text'),
    danger: true,
    run: ({ client, params, reason }) => client('deactivateToken', { params, body: { reason } }),
  },
  delete: {
    label: () => t('tokens.delete'),
    text: () => t('tokens.delete.text'),
    danger: true,
    run: ({ client, params, reason }) => client('deleteToken', { params, body: { reason } }),
  },
} as const satisfies Readonly<Record<string, TokenAction>>;

export type TokenActionName = keyof typeof TOKEN_ACTIONS;
