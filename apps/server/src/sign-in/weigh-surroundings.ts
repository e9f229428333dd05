import type { AuditRecord } from '#audit/ports.ts';
import { shortenAddress } from '#domain/address.ts';
import type { Assurance } from '#domain/assurance.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { type Familiarity, judgeSurroundings } from '#domain/familiar.ts';
import type { Notices } from '#notices/ports.ts';
import type { FinishRequest } from './finish.ts';
import type { EngineStores, Tokens } from './ports.ts';

type Dependencies = {
  readonly tokens: Tokens;
  readonly notices: Notices<EngineStores>;
  /** For how long whoever signs in from where nobody did before changes nothing; 0: off. */
  readonly holdMs: number;
};

export type Weighed = {
  /** The secret of this browser's cookie. */
  readonly browserToken: string;
  readonly heldUntil: Date | undefined;
  readonly records: readonly AuditRecord[];
};

const HOUR_MS = 60 * 60_000;

/**
 * Whether the browser and the network of a sign-in are new to its account, as those are of somebody
 * who stands between a person and this service. The owner is told in the same transaction; from now
 * on both are known.
 */
export async function weighSurroundings(
  dependencies: Dependencies,
  tx: EngineStores,
  { request, assurance }: { readonly request: FinishRequest; readonly assurance: Assurance },
): Promise<Weighed> {
  const { tokens } = dependencies;
  const { user, context, now } = request;
  const judged = await judge(dependencies, tx, { request, assurance });
  const networkHash = hashOfNetwork(dependencies, request);
  const seen = { now, vouchesFrom: judged.vouchFrom };
  const browserToken = context.browserToken ?? tokens.random();
  await tx.knownBrowsers.remember(tokens.hash('browser', browserToken), user.id, seen);
  await tx.knownNetworks.remember(networkHash, user.id, seen);
  const heldUntil = judged.vouchFrom > now ? judged.vouchFrom : undefined;
  const records = judged.isStrange ? await tell(dependencies, tx, { request, judged }) : [];
  return { browserToken, heldUntil, records };
}

/** The same question before the sign-in is complete; nothing is known by it afterwards. */
export async function findHeldUntil(
  dependencies: Pick<Dependencies, 'tokens' | 'holdMs'>,
  tx: EngineStores,
  asked: { readonly request: FinishRequest; readonly assurance: Assurance },
): Promise<Date | undefined> {
  if (dependencies.holdMs === 0) return undefined;
  const { vouchFrom } = await judge(dependencies, tx, asked);
  return vouchFrom > asked.request.now ? vouchFrom : undefined;
}

async function judge(
  dependencies: Pick<Dependencies, 'tokens' | 'holdMs'>,
  tx: EngineStores,
  { request, assurance }: { readonly request: FinishRequest; readonly assurance: Assurance },
): Promise<Familiarity> {
  const networkHash = hashOfNetwork(dependencies, request);
  const surroundings = await lookUp(dependencies, tx, { request, networkHash });
  const { holdMs } = dependencies;
  return judgeSurroundings(surroundings, { assurance, holdMs, now: request.now });
}

const hashOfNetwork = (
  { tokens }: Pick<Dependencies, 'tokens'>,
  { user, context }: FinishRequest,
): string => tokens.hash('network', `${user.id} ${shortenAddress(context.address)}`);

type LookingUp = { readonly request: FinishRequest; readonly networkHash: string };

/** A browser that vouches is enough: nothing else is looked up for most sign-ins. */
async function lookUp(
  { tokens }: Pick<Dependencies, 'tokens'>,
  tx: EngineStores,
  { request: { user, context, now }, networkHash }: LookingUp,
) {
  const { browserToken } = context;
  const browser =
    browserToken === undefined
      ? undefined
      : await tx.knownBrowsers.vouchesFrom(tokens.hash('browser', browserToken), user.id);
  if (browser !== undefined && browser <= now) {
    return { browser, network: undefined, isFirst: false };
  }
  const network = await tx.knownNetworks.vouchesFrom(networkHash, user.id);
  const isFirst = network === undefined && !(await tx.knownNetworks.hasAny(user.id));
  return { browser, network, isFirst };
}

type Telling = { readonly request: FinishRequest; readonly judged: Familiarity };

async function tell(
  { notices, holdMs }: Dependencies,
  tx: EngineStores,
  { request, judged: { vouchFrom } }: Telling,
): Promise<readonly AuditRecord[]> {
  const { user, signIn, secondStep, context, now } = request;
  const isHeld = vouchFrom > now;
  const hours = Math.round(holdMs / HOUR_MS);
  const held = isHeld ? `For ${hours} hours that browser can change nothing.` : '';
  await notices.enqueue(tx, { userId: user.id, id: 'new-place', now, context, values: { held } });
  const common = { ...auditOf(context, user.id), signInId: signIn.id, method: secondStep };
  const detail = { heldHours: isHeld ? hours : 0 };
  return [{ event: 'sign_in.new_place', outcome: 'info', detail, ...common }];
}
