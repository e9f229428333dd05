import type { Schema } from './schema.ts';

/** Parents before children: the order in which rows can be put back. */
export const TABLES = [
  'meta',
  'user_account',
  'login_alias',
  'authenticator',
  'code',
  'binding',
  'session',
  'sign_in',
  'challenge',
  'known_browser',
  'remembered_browser',
  'app_password',
  'spent_ceremony',
  'throttle',
  'outbox_message',
  'audit_event',
  'audit_head',
  'bootstrap_token',
  'freeze_token',
  'support_case',
  'reset_token',
  'relying_party',
  'relying_party_link',
  'proof_request',
  'signing_key',
  'application',
  'application_use',
  'oidc_artifact',
  'device_activation',
  'device_move',
  'device_request',
  'push_subscription',
] as const satisfies readonly (keyof Schema)[];

/** Every column that holds a secret to be opened again. */
export const SEALED_COLUMNS = [
  { table: 'authenticator', column: 'secret' },
  { table: 'binding', column: 'secret' },
  { table: 'outbox_message', column: 'payload' },
  { table: 'support_case', column: 'note' },
  { table: 'signing_key', column: 'secret' },
  { table: 'oidc_artifact', column: 'payload' },
  { table: 'device_move', column: 'secret' },
  { table: 'push_subscription', column: 'subscription' },
] as const;
