import { QUESTIONS } from '@proofup/contract/policy-views.ts';
import { openPolicy, settledPolicy } from '../app/live-policy.ts';
import { act, done, misuse, REASON_OPTION, refuse } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { withInstallation } from './installation.ts';

const listCommand: Command = {
  name: 'policy list',
  summary: 'List the questions of the policy with the answers in force',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup policy list'],
  run: (call) =>
    withInstallation(call, async ({ config, database }) => {
      const policy = await openPolicy(config, database);
      const answers = policy.current();
      return done(
        call,
        ...QUESTIONS.map((question) => {
          const version = policy.versionOf(question);
          const from = version === 0 ? 'settings' : `version ${version}`;
          return `${question}  ${JSON.stringify(answers[question])}  (${from})`;
        }),
      );
    }),
};

const resetCommand: Command = {
  name: 'policy reset',
  summary:
    'Answer a question as the settings have it: the way back where an answer locks people out',
  arguments: ['QUESTION'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup policy reset strength --reason "nobody can sign in"'],
  run: (call) =>
    act(call, async ({ administration, installation: { config, database }, order }) => {
      const question = QUESTIONS.find((one) => one === call.args[0]);
      if (question === undefined) {
        return misuse(call, `QUESTION must be one of ${QUESTIONS.join(', ')}`);
      }
      const policy = await openPolicy(config, database);
      const value = settledPolicy(config)[question];
      const change = { question, value, basedOn: policy.versionOf(question) };
      const outcome = await administration.setPolicy(policy)(change, order);
      return outcome === 'changed'
        ? done(call, `${question}: as the settings have it, on every node within 5 seconds`)
        : refuse(call, 'somebody else has answered this question just now');
    }),
};

export const POLICY_COMMANDS: readonly Command[] = [listCommand, resetCommand];
