import type { NewPerson } from '#administration/add-user.ts';
import { BLOCK_DAYS } from '#administration/block.ts';
import { PASS_MINUTES } from '#administration/issue-pass.ts';
import type { PasswordFault } from '#domain/judge-password.ts';
import { type Role, ROLES } from '#domain/role.ts';
import type { UserState } from '#domain/user.ts';
import { isUnreached } from '#administration/hold-target.ts';
import {
  act,
  actOn,
  done,
  findUser,
  misuse,
  REASON_OPTION,
  refuse,
  refuseUnreached,
  UNKNOWN,
} from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Option } from './command.ts';
import { importCommand, importStatesCommand, importTokensCommand } from './import-command.ts';

const VERIFIED_OPTION = {
  verified: { value: 'TEXT', help: 'how you made sure who is asking; stands in the audit log' },
} as const satisfies Readonly<Record<string, Option>>;

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

const clearCommand: Command = {
  name: 'user clear',
  summary: 'Require an account to provide contact methods again: all but passkeys go',
  arguments: ['LOGIN'],
  options: {
    ...REASON_OPTION,
    ...VERIFIED_OPTION,
    passkeys: { help: 'passkeys go, too' },
    'allow-password': { help: 'set-up asks for the password alone, within 24 hours' },
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup user clear kim --reason "lost phone" --verified "called back on the desk phone"',
    'proofup user pass kim --reason "lost phone"',
  ],
  run: (call) =>
    actOn(call, async ({ administration, installation, user, order }) => {
      const registration = call.switches.has('allow-password')
        ? 'password'
        : installation.config.registrationAfterClear;
      const request = {
        userId: user.id,
        registration,
        passkeys: call.switches.has('passkeys'),
        callerVerifiedBy: call.values['verified'],
      };
      const outcome = await administration.clearMethods(request, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      return done(
        call,
        `${user.login}: ${outcome.methods} methods removed, ${outcome.sessions} sessions ended`,
        registration === 'pass'
          ? `Setting up again asks for a pass: proofup user pass ${user.login}`
          : 'Setting up again asks for the password alone, within 24 hours.',
      );
    }),
};

const blockCommand: Command = {
  name: 'user block',
  summary: 'Deny every sign-in of an account for a time',
  arguments: ['LOGIN'],
  options: {
    ...REASON_OPTION,
    days: { value: 'DAYS', help: `1 to ${BLOCK_DAYS.most} (usual: ${BLOCK_DAYS.usual})` },
    ...CONFIG_OPTION,
  },
  examples: ['proofup user block kim --reason "reported stolen laptop"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const days = wholeNumber(call.values['days'] ?? String(BLOCK_DAYS.usual));
      if (days === undefined || days < 1 || days > BLOCK_DAYS.most) {
        return misuse(call, `--days must be a whole number from 1 to ${BLOCK_DAYS.most}`);
      }
      const outcome = await administration.block({ userId: user.id, days }, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      const until = outcome.until.toISOString();
      return done(
        call,
        `${user.login} is blocked until ${until}; ${outcome.sessions} sessions ended`,
      );
    }),
};

const wholeNumber = (text: string): number | undefined =>
  /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined;

const unblockCommand: Command = {
  name: 'user unblock',
  summary: 'End a block, the waits after wrong codes, and what they had switched off',
  arguments: ['LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup user unblock kim --reason "laptop was found"'],
  run: (call) =>
    actOn(call, async ({ administration, user, order }) => {
      const outcome = await administration.unblock(user.id, order);
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      const was = outcome.wasBlocked ? 'is no longer blocked' : 'was not blocked';
      return done(call, `${user.login} ${was}; ${outcome.restored} methods work again`);
    }),
};

const passCommand: Command = {
  name: 'user pass',
  summary: 'Issue a temporary access pass: one use, shown once',
  arguments: ['LOGIN'],
  options: {
    ...REASON_OPTION,
    ...VERIFIED_OPTION,
    minutes: {
      value: 'MINUTES',
      help: `${PASS_MINUTES.least} to ${PASS_MINUTES.most} (usual: ${PASS_MINUTES.usual})`,
    },
    as: { value: 'LOGIN', help: 'your own account: nobody issues a pass for it' },
    ...CONFIG_OPTION,
  },
  examples: ['proofup user pass kim --reason "lost phone" --verified "came to the desk"'],
  run: (call) =>
    actOn(call, async ({ administration, installation, user, order }) => {
      const { as } = call.values;
      const issuer = as === undefined ? undefined : await findUser(installation, as);
      if (as !== undefined && issuer === undefined) return refuse(call, `--as: ${UNKNOWN}`);
      const minutes = wholeNumber(call.values['minutes'] ?? String(PASS_MINUTES.usual)) ?? 0;
      const outcome = await administration.issuePass(
        {
          userId: user.id,
          minutes,
          issuer: issuer?.id,
          callerVerifiedBy: call.values['verified'],
        },
        order,
      );
      if (outcome.kind === 'own-account') {
        return refuse(call, 'nobody issues a pass for their own account');
      }
      if (isUnreached(outcome)) return refuseUnreached(call, outcome);
      if (outcome.kind === 'issued') {
        return done(
          call,
          `pass for ${user.login}: ${outcome.pass}`,
          `It works once, until ${outcome.expiresAt.toISOString()}, and is shown this once.`,
        );
      }
      const { least, most } = PASS_MINUTES;
      return misuse(call, `--minutes must be a whole number from ${least} to ${most}`);
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
  clearCommand,
  blockCommand,
  unblockCommand,
  passCommand,
  revokeCommand,
  passwordCommand,
  emailCommand,
  forgetBrowsersCommand,
  deleteAppPasswordsCommand,
];
