import { BLOCK_DAYS } from '#administration/block.ts';
import { PASS_MINUTES, type PassOutcome } from '#administration/issue-pass.ts';
import { isUnreached } from '#administration/hold-target.ts';
import type { User } from '#domain/user.ts';
import {
  actOn,
  done,
  findUser,
  misuse,
  REASON_OPTION,
  refuse,
  refuseUnreached,
  UNKNOWN,
} from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Exit, type Option } from './command.ts';

const VERIFIED_OPTION = {
  verified: { value: 'TEXT', help: 'how you made sure who is asking; stands in the audit log' },
} as const satisfies Readonly<Record<string, Option>>;

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
  summary: 'Issue a temporary access pass: shown once, for one use where not said otherwise',
  arguments: ['LOGIN'],
  options: {
    ...REASON_OPTION,
    ...VERIFIED_OPTION,
    minutes: {
      value: 'MINUTES',
      help: `${PASS_MINUTES.least} to ${PASS_MINUTES.most} (usual: ${PASS_MINUTES.usual})`,
    },
    uses: { value: 'once|many', help: 'many: again and again until it expires' },
    as: { value: 'LOGIN', help: 'your own account: nobody issues a pass for it' },
    ...CONFIG_OPTION,
  },
  examples: ['proofup user pass kim --reason "lost phone" --verified "came to the desk"'],
  run: (call) =>
    actOn(call, async ({ administration, installation, user, order }) => {
      const { as } = call.values;
      const issuer = as === undefined ? undefined : await findUser(installation, as);
      if (as !== undefined && issuer === undefined) return refuse(call, `--as: ${UNKNOWN}`);
      const { uses = 'once' } = call.values;
      if (uses !== 'once' && uses !== 'many') return misuse(call, '--uses: once or many');
      const minutes = wholeNumber(call.values['minutes'] ?? String(PASS_MINUTES.usual)) ?? 0;
      const outcome = await administration.issuePass(
        {
          userId: user.id,
          minutes,
          uses,
          issuer: issuer?.id,
          callerVerifiedBy: call.values['verified'],
        },
        order,
      );
      return sayPass(call, outcome, { user, uses });
    }),
};

type Issued = { readonly user: User; readonly uses: 'once' | 'many' };

function sayPass(call: Call, outcome: PassOutcome, { user, uses }: Issued): Exit {
  if (outcome.kind === 'own-account') {
    return refuse(call, 'nobody issues a pass for their own account');
  }
  if (isUnreached(outcome)) return refuseUnreached(call, outcome);
  if (outcome.kind === 'issued') {
    return done(
      call,
      `pass for ${user.login}: ${outcome.pass}`,
      `It works ${uses === 'once' ? 'once' : 'again and again'}, until ${outcome.expiresAt.toISOString()}, and is shown this once.`,
    );
  }
  if (outcome.kind === 'once-only') {
    return refuse(call, 'the settings allow passes for one use alone (helpDesk.reusablePasses)');
  }
  const { least, most } = PASS_MINUTES;
  return misuse(call, `--minutes must be a whole number from ${least} to ${most}`);
}

/** What a help desk is asked for. */
export const USER_HELP_COMMANDS: readonly Command[] = [
  clearCommand,
  blockCommand,
  unblockCommand,
  passCommand,
];
