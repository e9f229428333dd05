import { z } from 'zod';
import type { LineFault } from '@proofup/contract/line-faults.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserState } from '#domain/user.ts';
import type { AddUser } from './add-user.ts';
import { bad, type HowToImport, type Importer, type LineOutcome } from './import-lines.ts';
import type { ChangeState } from './import-states.ts';
import type { Order } from './order.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly addUser: AddUser;
  readonly changeState: ChangeState;
};

/** Plain words: no control or direction-changing characters (Unicode Cc, Cf, Cs, Zl, Zp). */
const label = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
const LINE = z.tuple([
  z.string().min(1).max(254),
  label,
  z.union([z.literal(''), z.email().max(254)]),
  z.enum(['disabled', 'enabled', 'enforced']),
  /** What calls are spoken in (BCP 47); a file may be without. */
  z
    .string()
    .regex(/^(?:[a-z]{2,3}(?:-[A-Z]{2})?)?$/)
    .default(''),
]);
const COLUMNS = [
  'login',
  'name',
  'email',
  'state',
  'language',
] as const satisfies readonly LineFault[];

/** New people, without passwords; whoever is there already gets the state only. */
export const makeImportPeople = (dependencies: Dependencies): Importer => ({
  columns: COLUMNS,
  nameIn: 0,
  importLine: async (fields, how, order) => {
    const parsed = LINE.safeParse(fields);
    if (!parsed.success) {
      return bad(COLUMNS[Number(parsed.error.issues[0]?.path[0] ?? -1)] ?? 'fields');
    }
    const [login, displayName, email, state, spoken] = parsed.data;
    const language = spoken === '' ? undefined : spoken;
    const key = dependencies.loginKey(login);
    if (key === undefined) return bad('login');
    const user = await dependencies.users.findByLoginKey(key);
    if (user !== undefined) return dependencies.changeState({ user, state, how, order });
    return add(dependencies, { login, displayName, email, state, language }, { how, order });
  },
});

type Person = {
  readonly login: string;
  readonly displayName: string;
  readonly email: string;
  readonly state: UserState;
  readonly language: string | undefined;
};
type Doing = { readonly how: HowToImport; readonly order: Order };

async function add(
  { addUser, users, loginKey }: Dependencies,
  { email, ...person }: Person,
  { how, order }: Doing,
): Promise<LineOutcome> {
  if (how.dryRun) {
    const key = loginKey(email);
    const isTaken = key !== undefined && (await users.findByLoginKey(key)) !== undefined;
    return isTaken ? bad('taken') : { kind: 'added' };
  }
  const outcome = await addUser(
    {
      ...person,
      email: email === '' ? undefined : email,
      role: 'user',
      password: { kind: how.makePasswords === true ? 'make' : 'none' },
    },
    order,
  );
  if (outcome.kind === 'added') return { kind: 'added', password: outcome.password };
  if (outcome.kind === 'out-of-reach') return bad('out-of-reach');
  return bad(outcome.kind === 'login-taken' ? 'taken' : 'login');
}
