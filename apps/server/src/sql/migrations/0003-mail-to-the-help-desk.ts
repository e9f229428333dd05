import type { ColumnTypes, Migration } from './migration.ts';

/**
 * A message may be about nobody with an account: a reported problem. SQLite cannot take a constraint
 * away, so the table is made anew, on both engines alike.
 */
export const mailToTheHelpDesk: Migration = {
  id: '0003-mail-to-the-help-desk',
  statements: ({ text, integer, bytes, end }: ColumnTypes) => [
    `alter table outbox_message rename to outbox_message_before`,
    `create table outbox_message (
      id ${text} not null primary key,
      user_id ${text} references user_account (id) on delete cascade,
      challenge_id ${text},
      kind ${text} not null,
      payload ${bytes},
      status ${text} not null,
      attempts ${integer} not null,
      created_at ${integer} not null,
      expires_at ${integer} not null,
      due_at ${integer} not null,
      provider_message_id ${text},
      reason ${text}
    ${end}`,
    `insert into outbox_message select * from outbox_message_before`,
    `drop table outbox_message_before`,
    `create index outbox_message_due on outbox_message (due_at) where status = 'queued'`,
    `create index outbox_message_challenge on outbox_message (challenge_id)
      where challenge_id is not null`,
    `create index outbox_message_user on outbox_message (user_id)`,
    `create index outbox_message_age on outbox_message (created_at)`,
    `create index outbox_message_payload on outbox_message (expires_at) where payload is not null`,
  ],
};
