import { makeAdministration } from './administration.ts';
import { done, refuse } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { operatorName, withInstallation } from './installation.ts';

export const bootstrapCommand: Command = {
  name: 'bootstrap-link',
  summary: 'Make the one-use link for the first administrator',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup bootstrap-link --config /etc/proofup/config.json'],
  run: (call) =>
    withInstallation(call, async (installation) => {
      const { createBootstrapLink } = makeAdministration(installation);
      const order = { operator: operatorName(), reason: 'first administrator' };
      const outcome = await createBootstrapLink(order);
      if (outcome.kind === 'has-administrator') {
        return refuse(call, 'there is an administrator already: proofup user add --owner');
      }
      return done(
        call,
        outcome.link,
        `It works once, until ${outcome.expiresAt.toISOString()}, and is shown this once.`,
      );
    }),
};
