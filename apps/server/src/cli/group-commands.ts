import { z } from 'zod';
import type { ChangeGroups, GroupNaming } from '#administration/change-groups.ts';
import type { Group } from '#directory/ports.ts';
import type { User } from '#domain/user.ts';
import {
  act,
  type Acting,
  actOn,
  done,
  findUser,
  misuse,
  REASON_OPTION,
  refuse,
  UNKNOWN,
} from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Exit, type Option } from './command.ts';
import { withInstallation } from './installation.ts';

const NO_GROUP = 'there is no such group';
const TAKEN = 'another group has this name';

const DESCRIPTION_OPTION = {
  description: { value: 'TEXT', help: 'who is in it, in a few words' },
} as const satisfies Readonly<Record<string, Option>>;

/** As on the page: plain characters, short enough for a list. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const NAMING = z.object({
  name: z.string().trim().min(1).max(64).regex(PLAIN),
  description: z.string().max(200).regex(PLAIN),
});
const UNUSABLE = 'a name has 1 to 64 plain characters, a description at most 200';

const namingOf = (name: string, description: string): GroupNaming | undefined =>
  NAMING.safeParse({ name, description }).data;

const listCommand: Command = {
  name: 'group list',
  summary: 'List the groups',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup group list'],
  run: (call) =>
    withInstallation(call, async ({ database: { stores } }) => {
      const groups = await stores.groups.list();
      if (groups.length === 0) return done(call, 'There is none: proofup group create');
      return done(
        call,
        ...groups.map(({ name, description }) =>
          description === '' ? name : `${name}  ${description}`,
        ),
      );
    }),
};

const createCommand: Command = {
  name: 'group create',
  summary: 'Make a group of accounts',
  arguments: ['NAME'],
  options: { ...DESCRIPTION_OPTION, ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup group create Harbour --reason "they have a help desk of their own"'],
  run: (call) =>
    act(call, async ({ administration, order }) => {
      const naming = namingOf(call.args[0] ?? '', call.values['description'] ?? '');
      if (naming === undefined) return misuse(call, UNUSABLE);
      const outcome = await administration.groups.create(naming, order);
      if (outcome.kind === 'created') return done(call, `${naming.name}: made`);
      return refuse(call, outcome.kind === 'name-taken' ? TAKEN : 'there are too many groups');
    }),
};

type OnGroup = Acting & { readonly group: Group };

/** Of the group that is named first. */
const onGroup = (call: Call, work: (acting: OnGroup) => Promise<Exit>): Promise<Exit> =>
  act(call, async (acting) => {
    const group = await acting.installation.database.stores.groups.findByName(call.args[0] ?? '');
    return group === undefined ? refuse(call, NO_GROUP) : work({ ...acting, group });
  });

const renameCommand: Command = {
  name: 'group rename',
  summary: 'Give a group another name',
  arguments: ['NAME', 'NEW-NAME'],
  options: { ...DESCRIPTION_OPTION, ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup group rename Harbour Port --reason "the office was renamed"'],
  run: (call) =>
    onGroup(call, async ({ administration, order, group }) => {
      const description = call.values['description'] ?? group.description;
      const naming = namingOf(call.args[1] ?? '', description);
      if (naming === undefined) return misuse(call, UNUSABLE);
      const outcome = await administration.groups.rename(group.id, naming, order);
      if (outcome === 'changed') return done(call, `${group.name} is called ${naming.name} now`);
      return refuse(call, outcome === 'name-taken' ? TAKEN : NO_GROUP);
    }),
};

const deleteCommand: Command = {
  name: 'group delete',
  summary: 'Delete a group; its people stay',
  arguments: ['NAME'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup group delete Harbour --reason "the office was closed"'],
  run: (call) =>
    onGroup(call, async ({ administration, order, group }) => {
      const outcome = await administration.groups.remove(group.id, order);
      if (outcome === 'removed') return done(call, `${group.name}: deleted`);
      return refuse(
        call,
        outcome === 'in-use'
          ? 'somebody may only look after its people (proofup user scope), or a policy is for it'
          : NO_GROUP,
      );
    }),
};

type Moving = {
  readonly how: 'add' | 'takeOut';
  readonly said: string;
};

const move = (call: Call, { how, said }: Moving): Promise<Exit> =>
  onGroup(call, async ({ administration, installation, order, group }) => {
    const user = await findUser(installation, call.args[1] ?? '');
    if (user === undefined) return refuse(call, UNKNOWN);
    const outcome = await moveOne(administration.groups, { how, group, user, order });
    return outcome === 0
      ? done(call, `${user.login}: nothing to change`)
      : done(call, `${user.login} ${said} ${group.name}`);
  });

type One = { readonly how: Moving['how']; readonly group: Group; readonly user: User };

async function moveOne(
  groups: ChangeGroups,
  { how, group, user, order }: One & Pick<Acting, 'order'>,
): Promise<number> {
  const outcome = await groups[how]({ groupId: group.id, userIds: [user.id] }, order);
  return outcome.kind === 'changed' ? outcome.count : 0;
}

const addCommand: Command = {
  name: 'group add',
  summary: 'Put an account into a group',
  arguments: ['NAME', 'LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup group add Harbour kim --reason "moved there"'],
  run: (call) => move(call, { how: 'add', said: 'is in' }),
};

const removeCommand: Command = {
  name: 'group remove',
  summary: 'Take an account out of a group',
  arguments: ['NAME', 'LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup group remove Harbour kim --reason "moved away"'],
  run: (call) => move(call, { how: 'takeOut', said: 'is no longer in' }),
};

const scopeCommand: Command = {
  name: 'user scope',
  summary: 'Limit a help desk or an auditor to the people of groups; without --groups: everybody',
  arguments: ['LOGIN'],
  options: {
    groups: { value: 'NAMES', help: 'whom they look after; several by comma' },
    ...REASON_OPTION,
    ...CONFIG_OPTION,
  },
  examples: ['proofup user scope kim --groups Harbour --reason "help desk of the harbour"'],
  run: (call) =>
    actOn(call, async ({ administration, installation, user, order }) => {
      const { groups } = installation.database.stores;
      const names = (call.values['groups'] ?? '').split(',').filter((name) => name.trim() !== '');
      const found = await Promise.all(names.map((name) => groups.findByName(name)));
      const known = found.filter((group) => group !== undefined);
      if (known.length < names.length) return refuse(call, NO_GROUP);
      const ids = known.map(({ id }) => id);
      const outcome = await administration.setScope(user.id, ids, order);
      if (outcome === 'changed') {
        const whom = known.map(({ name }) => name).join(', ') || 'everybody';
        return done(call, `${user.login} looks after ${whom}`);
      }
      if (outcome === 'unknown-user') return refuse(call, UNKNOWN);
      if (outcome === 'unknown-group') return refuse(call, NO_GROUP);
      return refuse(call, 'only a help desk or an auditor can be limited to groups');
    }),
};

export const GROUP_COMMANDS: readonly Command[] = [
  listCommand,
  createCommand,
  renameCommand,
  deleteCommand,
  addCommand,
  removeCommand,
  scopeCommand,
];
