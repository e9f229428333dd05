import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ text, endKeyed }: ColumnTypes): readonly string[] => [
  // By which logins the members of a group are found: a search within groups meets nobody else.
  `create table group_login (
    group_id ${text} not null,
    login_key ${text} not null references login_alias (login_key) on delete cascade,
    user_id ${text} not null,
    primary key (group_id, login_key),
    foreign key (group_id, user_id) references group_member (group_id, user_id) on delete cascade
  ${endKeyed}`,
  `create index group_login_member on group_login (group_id, user_id)`,
  `create index group_login_key on group_login (login_key)`,
  `insert into group_login (group_id, login_key, user_id)
    select group_member.group_id, login_alias.login_key, group_member.user_id
    from group_member join login_alias on login_alias.user_id = group_member.user_id`,
];

export const largeLists: Migration = { id: '0023-large-lists', statements };
