import type { ColumnTypes, Migration } from './migration.ts';

/** Several accounts on one phone share the browser's one subscription: it is unique to a person no more. */
const subscriptions = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  // A unique constraint goes with its table: no other way is known to both engines.
  `create table device_subscription (
    id ${text} not null primary key references authenticator (id) on delete cascade,
    subscription_hash ${text} not null,
    subscription ${bytes} not null,
    created_at ${integer} not null,
    stale_at ${integer}
  ${end}`,
  `insert into device_subscription
    select id, endpoint_hash, subscription, created_at, stale_at from push_subscription`,
  `drop table push_subscription`,
  `alter table device_subscription rename to push_subscription`,
  `create index push_subscription_hash on push_subscription (subscription_hash)`,
];

export const sharedSubscriptions: Migration = {
  id: '0008-shared-subscriptions',
  statements: subscriptions,
};
