import type { LineFault } from '@proofup/contract/line-faults.ts';
import { z } from 'zod';
import {
  parseTokenSecret,
  TOKEN_PERIODS,
  writeTokenSecret,
} from '#authenticators/hardware-token/secret.ts';
import type { UserStore } from '#directory/ports.ts';
import { fold } from '#domain/fold.ts';
import type { HardwareTokenId, UserId } from '#domain/ids.ts';
import { judgeTarget } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { HardwareTokenStore, NewHardwareToken } from '#security-info/ports.ts';
import { holdTarget, refuseOperator, type TargetStores, type Unreached } from './hold-target.ts';
import { bad, type Importer, type LineOutcome } from './import-lines.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly hardwareTokens: Pick<HardwareTokenStore, 'findBySerial'>;
  readonly transact: Transact<
    TargetStores & { readonly hardwareTokens: Pick<HardwareTokenStore, 'insert'> }
  >;
  readonly loginKey: (typed: string) => string | undefined;
  readonly ids: () => string;
  readonly clock: Clock;
};

const label = z
  .string()
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
const LINE = z.tuple([
  z.string().max(254),
  label.min(1),
  z.string().transform((typed, context) => {
    const secret = parseTokenSecret(typed);
    if (secret !== undefined) return secret;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
  z.string().transform((typed, context) => {
    const period = TOKEN_PERIODS.find((one) => String(one) === typed);
    if (period !== undefined) return period;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
  label,
  label,
]);
const FAULTS: readonly LineFault[] = ['login', 'serial', 'secret', 'interval', 'maker', 'maker'];

/** The columns of Entra ID's file; a token without a person is assigned later. */
export const makeImportTokens = (dependencies: Dependencies): Importer => ({
  columns: ['upn', 'serial number', 'secret key', 'time interval', 'manufacturer', 'model'],
  nameIn: 1,
  importLine: async (fields, how, order) => {
    const parsed = LINE.safeParse(fields);
    if (!parsed.success) {
      return bad(FAULTS[Number(parsed.error.issues[0]?.path[0] ?? -1)] ?? 'fields');
    }
    const [login, serial, secret, periodSeconds, manufacturer, model] = parsed.data;
    const owner = await ownerOf(dependencies, login, order);
    if (owner.kind === 'bad') return owner;
    const { userId } = owner;
    const known = await dependencies.hardwareTokens.findBySerial(fold(serial));
    if (known !== undefined) return known.userId === userId ? { kind: 'unchanged' } : bad('taken');
    if (how.dryRun) return { kind: 'added' };
    const token = {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where token ids are born
      id: dependencies.ids() as HardwareTokenId,
      serial,
      manufacturer,
      model,
      periodSeconds,
      userId,
      secret: writeTokenSecret({ secret, periodSeconds }),
      importedAt: dependencies.clock(),
    };
    return insert(dependencies, token, order);
  },
});

type Owner =
  | { readonly kind: 'known'; readonly userId: UserId | undefined }
  | Extract<LineOutcome, { kind: 'bad' }>;

async function ownerOf(
  { users, loginKey }: Dependencies,
  login: string,
  { signedIn, byKey }: Order,
): Promise<Owner> {
  if (login === '') return { kind: 'known', userId: undefined };
  const key = loginKey(login);
  const user = key === undefined ? undefined : await users.findByLoginKey(key);
  if (user === undefined) return bad('unknown-person');
  const by = signedIn && { id: signedIn.session.userId, role: signedIn.session.role };
  const actor = by ?? byKey?.rank;
  if (actor === undefined) return { kind: 'known', userId: user.id };
  const judged = judgeTarget(actor, user);
  return judged === 'allowed' ? { kind: 'known', userId: user.id } : bad(judged);
}

const insert = (
  { transact, clock }: Dependencies,
  token: NewHardwareToken,
  order: Order,
): Promise<LineOutcome> =>
  transact('fact', async (tx) => {
    const { id, serial, userId } = token;
    const now = clock();
    const refused = await refuse(tx, userId, { order, now });
    if (refused !== undefined) return bad(refused === 'unknown-user' ? 'unknown-person' : refused);
    if (!(await tx.hardwareTokens.insert(token))) return bad('taken');
    await tx.audit.append(
      [
        {
          event: 'token.changed',
          outcome: 'success',
          reason: 'imported',
          target: userId === undefined ? { type: 'token', id } : { type: 'user', id: userId },
          detail: { token: id, serial, why: order.reason },
          ...actorOfOrder(order),
        },
      ],
      now,
    );
    return { kind: 'added' };
  });

async function refuse(
  tx: TargetStores,
  userId: UserId | undefined,
  asked: { readonly order: Order; readonly now: Date },
): Promise<Unreached['kind'] | undefined> {
  if (userId === undefined) return (await refuseOperator(tx, asked))?.kind;
  const target = await holdTarget(tx, { ...asked, userId });
  return target.kind === 'held' ? undefined : target.kind;
}
