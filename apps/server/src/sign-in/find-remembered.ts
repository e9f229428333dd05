import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import {
  isRemembered,
  type RememberedBrowser,
  type RememberPolicy,
} from '#domain/remembered-browser.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { RememberedBrowserStore } from '#sessions/ports.ts';
import type { Tokens } from './ports.ts';

type Dependencies = {
  readonly rememberedBrowsers: Pick<RememberedBrowserStore, 'findByTokenHash'>;
  readonly tokens: Tokens;
  readonly remember: RememberPolicy;
};

type Asking = {
  readonly user: Pick<User, 'id' | 'role'>;
  readonly context: RequestContext;
  readonly now: Date;
};

/** The browser at hand, where its cookie stands for this very person; whether it still may is its `use`. */
export async function findRemembered(
  { rememberedBrowsers, tokens, remember }: Dependencies,
  { user, context: { rememberedToken }, now }: Asking,
): Promise<RememberedBrowser | undefined> {
  if (rememberedToken === undefined || user.role !== 'user') return undefined;
  const tokenHash = tokens.hash('remembered-browser', rememberedToken);
  const found = await rememberedBrowsers.findByTokenHash(tokenHash);
  return found?.userId === user.id && isRemembered(found, remember, now) ? found : undefined;
}

/** That nothing was proved but the password, and why that was enough. */
export function recordsOfSkip(
  { id, userId }: RememberedBrowser,
  { signIn, context }: { readonly signIn: SignIn; readonly context: RequestContext },
): readonly AuditRecord[] {
  const target = { type: 'remembered_browser', id };
  const common = { ...auditOf(context, userId), signInId: signIn.id, target };
  return [
    { event: 'mfa.skipped', outcome: 'info', reason: 'remembered_browser', ...common },
    { event: 'device_trust.used', outcome: 'info', ...common },
  ];
}
