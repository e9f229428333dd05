import type { NewPerson } from '#administration/add-user.ts';
import type { PasswordFault } from '#domain/judge-password.ts';
import { type Role, ROLES } from '#domain/role.ts';
import type { UserState } from '#domain/user.ts';
import { isUnreached } from '#administration/hold-target.ts';
import { act, actOn, done, misuse, REASON_OPTION, refuse, refuseUnreached } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Option } from './command.ts';
import { USER_HELP_COMMANDS } from './user-help-commands.ts';
import { importCommand, importStatesCommand, importTokensCommand } from './import-command.ts';

const STDIN_OPTION = {
  'password-stdin': { help: 'read the password from standard input instead of making one' },
} as const satisfies Readonly<Record<string, Option>>;

const STATES: readonly UserState[] = ['disabled', 'enabled', 'enforced'];

const FAULTS: Readonly<Record<PasswordFault, string>> = {
  'too-short': 'the password is too short: 15 characters, or 8 with two-step verification',
  'too-long': 'the password is longer than 256 characters',
  'too-common': 'the password is one that is guessed first',
  'contains-the-login': 'the password is little more than the login',
};

const readPassword = async ({ switches, io }: Call): Promise<string | undefined> =>
  switches.has('password-stdin') ? (await io.readInput()).replace(/\r?\n$/, '') : undefined;

const addCommand: Command = {
  name: 'user add',
  summary: 'Add an account',
  arguments: ['LOGIN'],
  options: {
    ...REASON_OPTION,
    name: { value: 'NAME', required: true, help: 'the name that people see' },
    email: {
      value: 'ADDRESS',
      help: 'mail address: another name to sign in with, and for notices',
    },
    state: { value: 'STATE', help: 'disabled, enabled (usual) or enforced' },
    administrator: { help: 'the account is an administrator' },
    owner: { help: 'the account is an owner: one who makes administrators' },
    ...STDIN_OPTION,
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup user add kim --name "Kim Doe" --email kim@example.org --reason "new colleague"',
  ],
  run: (call) =>
    act(call, async ({ administration, order }) => {
      const state = stateOf(call.values['state'] ?? 'enabled');
      if (state === undefined) return misuse(call, `--state must be one of ${STATES.join(', ')}`);
      const typed = await readPassword(call);
      const person: NewPerson = {
        login: call.args[0] ?? '',
        displayName: call.values['name'] ?? '',
        email: call.values['email'],
        state,
        role: roleIn(call),
        password: typed === undefined ? { kind: 'make' } : { kind: 'given', value: typed },
      };
      const outcome = await administration.addUser(person, order);
      switch (outcome.kind) {
        case 'added':
          return done(call, `${person.login} was added (${state})`, ...passwordLines(outcome));
        case 'login-taken':
          return refuse(call, 'the login or the e-mail address belongs to somebody already');
        case 'login-unusable':
          return refuse(call, 'the login or the e-mail address cannot be used');
        case 'administrator-needs-two-steps':
          return refuse(call, KEEPS_TWO_STEPS);
        case 'out-of-reach':
          return refuseUnreached(call, outcome);
        case 'password-unacceptable':
          return refuse(call, FAULTS[outcome.fault]);
      }
    }),
};

const roleIn = ({ switches }: Call): Role => {
  if (switches.has('owner')) return 'owner';
  return switches.has('administrator') ? 'administrator' : 'user';
};

const KEEPS_TWO_STEPS = 'an administrator keeps two-step verification';

const passwordLines = ({ password }: { readonly password: string | undefined }) =>
  password === undefined ? [] : [`password: ${password}`, 'It is shown this once.'];

const stateOf = (text: string | undefined): UserState | undefined =>
  STATES.find((state) => state === text);

const stateCommand: Command = {
  name: 'user state',
  summary: 'Set the two-step state of an account: disabled, enabled or enforced',
  arguments: ['LOGIN', 'STATE'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user state kim enabled --reason "roll-out, second group"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const state = stateOf(call.args[1]);
      if (state === undefined) return misuse(call, `STATE must be one of ${STATES.join(', ')}`);
      const outcome = await administration.setState(user.id, state, order);
      switch (outcome.kind) {
        case 'changed':
          return done(
            call,
            `${user.login}: ${outcome.before} -> ${state}`,
            ...(state === 'disabled'
              ? ['Methods that are registered stay and are still asked for: proofup user clear.']
              : []),
          );
        case 'unchanged':
          return done(call, `${user.login} is ${state} already`);
        case 'unknown-user':
        case 'own-account':
        case 'out-of-reach':
        case 'needs-approval':
          return refuseUnreached(call, outcome);
        case 'administrator-needs-two-steps':
          return refuse(call, KEEPS_TWO_STEPS);
      }
    }),
};

const roleCommand: Command = {
  name: 'user set-role',
  summary: `Set what an account may do: ${ROLES.join(', ')}; it is signed out everywhere`,
  arguments: ['LOGIN', 'ROLE'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user set-role kim help-desk --reason "joined the help desk"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const role = ROLES.find((one) => one === call.args[1]);
      if (role === undefined) return misuse(call, `ROLE must be one of ${ROLES.join(', ')}`);
      const outcome = await administration.setRole(user.id, role, order);
      switch (outcome.kind) {
        case 'changed':
          return done(
            call,
            `${user.login}: ${outcome.before} -> ${role}; ${outcome.sessions} sessions ended`,
          );
        case 'unchanged':
          return done(call, `${user.login} is ${role} already`);
        case 'unknown-user':
        case 'own-account':
        case 'out-of-reach':
        case 'needs-approval':
          return refuseUnreached(call, outcome);
        case 'needs-two-steps':
          return refuse(call, 'whoever looks after others needs two-step verification');
        case 'last-owner':
          return refuse(call, 'this is the last owner');
      }
    }),
};

const revokeCommand: Command = {
  name: 'user revoke',
  summary: 'Sign an account out of every browser',
  arguments: ['LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user revoke kim --reason "left a session open in the library"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const outcome = await administration.revokeSessions(user.id, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      return done(call, `${user.login}: ${outcome.sessions} sessions ended`);
    }),
};

const passwordCommand: Command = {
  name: 'user password',
  summary: 'Give an account a new password',
  arguments: ['LOGIN'],
  options: { ...REASON_OPTION, ...STDIN_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user password kim --reason "forgotten; came to the desk"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const password = await readPassword(call);
      const outcome = await administration.resetPassword({ user, password }, order);
      if (outcome.kind === 'password-unacceptable') return refuse(call, FAULTS[outcome.fault]);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      return done(
        call,
        `${user.login} has a new password`,
        ...passwordLines(outcome),
        'It is good for one sign-in, in which its owner chooses another.',
      );
    }),
};

const emailCommand: Command = {
  name: 'user set-email',
  summary: 'Give an account another mail address; both are told',
  arguments: ['LOGIN', 'ADDRESS'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user set-email kim kim.doe@example.org --reason "married"'],
  run: (call) =>
    actOn(call, async ({ administration, installation, user, order }) => {
      const email = call.args[1] ?? '';
      const outcome = await administration.setEmail({ user, email }, order);
      switch (outcome.kind) {
        case 'changed': {
          const { waitHours } = installation.config.recovery;
          return done(
            call,
            `${user.login} has the mail address ${email}`,
            `For ${waitHours} hours no link for a forgotten password is sent to it.`,
          );
        }
        case 'unchanged':
          return done(call, `${user.login} has this mail address already`);
        case 'address-taken':
          return refuse(call, 'the mail address belongs to somebody else');
        case 'address-unusable':
          return misuse(call, 'ADDRESS must be a mail address, such as kim@example.org');
      }
    }),
};

const forgetBrowsersCommand: Command = {
  name: 'user forget-browsers',
  summary: 'Restore multi-factor authentication on all remembered devices of an account',
  arguments: ['LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user forget-browsers kim --reason "lost the laptop"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const outcome = await administration.forgetBrowsers(user.id, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      return done(
        call,
        `${user.login}: ${outcome.browsers} browsers ask for the second step again`,
      );
    }),
};

const deleteAppPasswordsCommand: Command = {
  name: 'user delete-app-passwords',
  summary: 'Delete all existing app passwords of an account: they fail at once',
  arguments: ['LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user delete-app-passwords kim --reason "lost the laptop"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const outcome = await administration.deleteAppPasswords(user.id, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      return done(call, `${user.login}: ${outcome.appPasswords} app passwords deleted`);
    }),
};

export const USER_COMMANDS: readonly Command[] = [
  addCommand,
  importCommand,
  importStatesCommand,
  importTokensCommand,
  stateCommand,
  roleCommand,
  ...USER_HELP_COMMANDS,
  revokeCommand,
  passwordCommand,
  emailCommand,
  forgetBrowsersCommand,
  deleteAppPasswordsCommand,
];
