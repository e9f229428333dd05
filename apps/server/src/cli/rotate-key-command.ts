import { makeKey } from '#crypto/make-signing-key.ts';
import type { Issuer } from '#relying-parties/ports.ts';
import { makeSigningKeys } from '#relying-parties/signing-keys.ts';
import { done, refuse } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { operatorName, withInstallation } from './installation.ts';

type Words = {
  readonly name: string;
  readonly summary: string;
  /** What `--at-once` costs. */
  readonly atOnce: string;
};

/** The next key of one issuer, announced or at once. */
export const makeRotateKeyCommand = (
  issuer: Issuer,
  { name, summary, atOnce }: Words,
): Command => ({
  name,
  summary,
  arguments: [],
  options: { 'at-once': { help: atOnce }, ...CONFIG_OPTION },
  examples: [`proofup ${name}`],
  run: (call) =>
    withInstallation(call, async ({ config, database: { transact, stores } }) => {
      const host = new URL(config.publicUrl).hostname;
      const keys = makeSigningKeys({
        issuer,
        transact,
        signingKeys: stores.signingKeys,
        makeKey: (now) => makeKey(host, now),
        clock: () => new Date(),
      });
      const urgency = call.switches.has('at-once') ? 'at once' : 'announced';
      const actor = { type: 'operator', id: operatorName() } as const;
      const key = await keys.rotate({ actor }, urgency);
      return key === undefined
        ? refuse(call, 'another process has just made one')
        : done(call, `${key.id} signs from ${key.signsFrom.toISOString()} on.`);
    }),
});
