import type { AuditLog } from '#audit/ports.ts';
import type { BootstrapStore, UserStore } from '#directory/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Order } from './order.ts';

type Stores = {
  readonly bootstrap: Pick<BootstrapStore, 'insert'>;
  readonly users: Pick<UserStore, 'countAdministrators'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  readonly publicUrl: string;
  readonly clock: Clock;
};

export type LinkOutcome =
  | { readonly kind: 'created'; readonly link: string; readonly expiresAt: Date }
  | { readonly kind: 'has-administrator' };

export type CreateBootstrapLink = (order: Order) => Promise<LinkOutcome>;

/** What the token's keyed hash is made for; claim-bootstrap.ts looks it up under the same word. */
export const BOOTSTRAP_PURPOSE = 'bootstrap';
const LIFE_MS = 24 * 60 * 60_000;

/**
 * The way to the first administrator: 256 bits, one use, 24 hours, and of no use once there is an
 * administrator. The token is the fragment of the link, which browsers send to no server and no log.
 */
export function makeCreateBootstrapLink(dependencies: Dependencies): CreateBootstrapLink {
  const { transact, tokens, publicUrl, clock } = dependencies;
  return ({ operator, reason }) =>
    transact('fact', async ({ bootstrap, users, audit }) => {
      if ((await users.countAdministrators()) > 0) return { kind: 'has-administrator' };
      const now = clock();
      const token = tokens.random();
      const expiresAt = new Date(now.getTime() + LIFE_MS);
      await bootstrap.insert(tokens.hash(BOOTSTRAP_PURPOSE, token), expiresAt);
      await audit.append(
        [
          {
            event: 'authz_admin',
            outcome: 'success',
            actor: { type: 'operator', id: operator },
            detail: { action: 'bootstrap_link', why: reason },
          },
        ],
        now,
      );
      return { kind: 'created', link: `${publicUrl}/bootstrap#${token}`, expiresAt };
    });
}
