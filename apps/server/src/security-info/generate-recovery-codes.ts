import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import { hasBoundIn } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { PasswordHasher } from '#directory/ports.ts';
import type { Notices } from '#notices/ports.ts';
import type { Actor, SecurityInfoStores } from './ports.ts';

/** Printed on one sheet, numbered from 1. */
const CODES = 10;

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  /** 16 Crockford characters in groups of four: 80 bits (SP 800-63B-4 section 4.2.1.1 asks for 64). */
  readonly makeCode: () => string;
  readonly hasher: PasswordHasher;
  readonly notices: Notices<SecurityInfoStores>;
  readonly wake: () => void;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type GenerateRecoveryCodes = (request: {
  readonly actor: Actor;
  readonly context: RequestContext;
}) => Promise<CodesOutcome>;

export type CodesOutcome =
  | { readonly kind: 'generated'; readonly codes: readonly string[]; readonly madeAt: Date }
  /** A set-up that has bound nothing yet: its codes would outlive it, whoever finishes one. */
  | { readonly kind: 'nothing-bound' };

/** A new set; the old one is dead. Only slow hashes are kept, so the answer is the one chance to read them. */
export function makeGenerateRecoveryCodes(dependencies: Dependencies): GenerateRecoveryCodes {
  const { transact, makeCode, hasher, notices, ids, clock, wake } = dependencies;
  return async ({ actor, context }) => {
    const { userId } = actor;
    const codes = Array.from({ length: CODES }, makeCode);
    const codeHashes: string[] = [];
    // One after another: ten at once would fill the queue that sign-ins wait in.
    for (const code of codes) codeHashes.push(await hasher.hash(code.replaceAll('-', '')));
    const now = clock();
    const outcome = await transact('fact', async (tx): Promise<CodesOutcome> => {
      const boundIn = actor.kind === 'set-up' ? actor.signInId : undefined;
      if (boundIn !== undefined && !hasBoundIn(await tx.authenticators.list(userId), boundIn)) {
        await recordRefusal(tx, { context, userId, now });
        return { kind: 'nothing-bound' };
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where authenticator ids are born
      const id = ids() as AuthenticatorId;
      await tx.authenticators.insertCodes({
        id,
        userId,
        kind: 'saved-recovery-codes',
        name: undefined,
        boundAt: now,
        boundIn,
        codeHashes,
      });
      const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
      const notice = { userId, id: 'recovery-codes-made', now, context, about: id } as const;
      await notices.enqueue(tx, notice);
      const common = { ...auditOf(context, userId), target: { type: 'authenticator', id } };
      await tx.audit.append(
        [
          { event: 'recovery_codes.generated', outcome: 'success', ...common },
          ...auditOfEndedTrust(browsers, 'method_changed', common),
        ],
        now,
      );
      return { kind: 'generated', codes, madeAt: now };
    });
    wake();
    return outcome;
  };
}

type Refusing = {
  readonly context: RequestContext;
  readonly userId: Actor['userId'];
  readonly now: Date;
};

const recordRefusal = ({ audit }: SecurityInfoStores, { context, userId, now }: Refusing) =>
  audit.append(
    [
      {
        event: 'authz_fail',
        outcome: 'failure',
        reason: 'nothing_bound',
        ...auditOf(context, userId),
      },
    ],
    now,
  );
