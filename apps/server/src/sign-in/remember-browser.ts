import { auditOf } from '#domain/audit-fields.ts';
import type { RememberedBrowserId, SessionId } from '#domain/ids.ts';
import {
  expiryOf,
  mayBeRemembered,
  REMEMBERED_BROWSERS,
  type RememberPolicy,
} from '#domain/remembered-browser.ts';
import type { FinishRequest } from './finish.ts';
import type { EngineStores, Tokens } from './ports.ts';

type Dependencies = {
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly remember: RememberPolicy;
};

/** What goes into the cookie: 256 random bits that say nothing, and how long browsers keep it. */
export type Remembered = { readonly token: string; readonly days: number };

/**
 * Remembers the browser whose person asked for it with a second step that was right. The secret is
 * always new: one that was planted before the proof is worth nothing after it.
 */
export async function rememberBrowser(
  { tokens, ids, remember }: Dependencies,
  tx: Pick<EngineStores, 'rememberedBrowsers' | 'audit'>,
  { request, sessionId }: { readonly request: FinishRequest; readonly sessionId: SessionId },
): Promise<Remembered | undefined> {
  const { signIn, user, secondStep, context, now } = request;
  const proof = { role: user.role, purpose: signIn.purpose, type: secondStep };
  if (request.remember !== true || !mayBeRemembered(remember, proof)) return undefined;
  const token = tokens.random();
  const hashOf = (value: string) => tokens.hash('remembered-browser', value);
  const { rememberedToken, address, userAgent } = context;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
  const id = ids() as RememberedBrowserId;
  const forgotten = await tx.rememberedBrowsers.insert(
    {
      id,
      userId: user.id,
      tokenHash: hashOf(token),
      createdAt: now,
      expiresAt: expiryOf(remember, now),
      lastUsedAt: now,
      address,
      userAgent,
    },
    {
      keep: REMEMBERED_BROWSERS,
      replaces: rememberedToken === undefined ? undefined : hashOf(rememberedToken),
    },
  );
  const { days } = remember;
  const target = { type: 'remembered_browser', id };
  const common = { ...auditOf(context, user.id), signInId: signIn.id, sessionId, target };
  const detail = { days, forgotten };
  await tx.audit.append(
    [{ event: 'device_trust.created', outcome: 'success', method: secondStep, detail, ...common }],
    now,
  );
  return { token, days };
}
