import { configHash } from '#config/config-hash.ts';
import { configurationDocument } from '#config/document.ts';
import { done } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { withConfig } from './installation.ts';

const checkCommand: Command = {
  name: 'config check',
  summary: 'Say whether the configuration is complete and right; nothing is opened or started',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup config check --config /etc/proofup/config.json'],
  run: (call) =>
    withConfig(call, async ({ config }) =>
      done(call, `The configuration is right (${config.mode} mode, ${configHash(config)}).`),
    ),
};

const documentCommand: Command = {
  name: 'config document',
  summary: 'Print the description of every setting (docs/configuration.md)',
  arguments: [],
  options: {},
  examples: ['proofup config document > docs/configuration.md'],
  run: async (call) => done(call, configurationDocument().trimEnd()),
};

export const CONFIG_COMMANDS: readonly Command[] = [checkCommand, documentCommand];
