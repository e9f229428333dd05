import { z } from 'zod';
import type { UserStore } from '#directory/ports.ts';
import { isStaff } from '#domain/role.ts';
import type { User, UserState } from '#domain/user.ts';
import type { AddUser } from './add-user.ts';
import type { Order } from './order.ts';
import { type CsvRecord, parseCsv } from './parse-csv.ts';
import type { SetState } from './set-state.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly addUser: AddUser;
  readonly setState: SetState;
};

export type LineResult = {
  readonly line: number;
  readonly login: string | undefined;
} & (
  | { readonly kind: 'added'; readonly password: string | undefined }
  | { readonly kind: 'changed'; readonly before: UserState; readonly after: UserState }
  | { readonly kind: 'unchanged' }
  /** What is wrong with the line, in words. */
  | { readonly kind: 'bad'; readonly why: string }
);

type ImportRequest = {
  readonly csv: string;
  /** Says what would happen, and does nothing. */
  readonly dryRun: boolean;
  /** New accounts get a password that is returned with their line; else they cannot sign in yet. */
  readonly makePasswords: boolean;
};

export type ImportUsers = (
  request: ImportRequest,
  order: Order,
) => AsyncGenerator<LineResult, void, void>;

/** Plain words: no control or direction-changing characters (Unicode Cc, Cf, Zl, Zp). */
const label = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
const LINE = z.tuple([
  z.string().min(1).max(254),
  label,
  z.union([z.literal(''), z.email().max(254)]),
  z.enum(['disabled', 'enabled', 'enforced']),
]);
const COLUMNS = ['login', 'name', 'email', 'state'] as const;
const WRONG = {
  login: 'the login is missing or too long',
  name: 'the name is missing, too long or not plain text',
  email: 'the e-mail address is not one',
  state: 'the state must be disabled, enabled or enforced',
} as const satisfies Readonly<Record<(typeof COLUMNS)[number], string>>;

/** One result a line; a bad line stops nothing. People who are there already get the state only. */
export function makeImportUsers(dependencies: Dependencies): ImportUsers {
  return async function* importUsers(request, order) {
    const seen = new Set<string>();
    for (const record of parseCsv(request.csv)) {
      if (isHeader(record)) continue;
      yield await importLine(dependencies, { record, request, order, seen });
    }
  };
}

const isHeader = (record: CsvRecord): boolean =>
  record.line === 1 &&
  record.kind === 'fields' &&
  COLUMNS.every((name, index) => record.fields[index]?.toLowerCase() === name);

type Line = {
  readonly record: CsvRecord;
  readonly request: ImportRequest;
  readonly order: Order;
  readonly seen: Set<string>;
};

async function importLine(dependencies: Dependencies, line: Line): Promise<LineResult> {
  const { record, seen } = line;
  const bad = (why: string, login?: string): LineResult => ({
    line: record.line,
    login,
    kind: 'bad',
    why,
  });
  if (record.kind === 'malformed') return bad('the quotes do not match');
  const parsed = LINE.safeParse(record.fields);
  if (!parsed.success) {
    const column = COLUMNS[Number(parsed.error.issues[0]?.path[0] ?? -1)];
    return bad(column === undefined ? 'there must be four fields' : WRONG[column]);
  }
  const [login, displayName, email, state] = parsed.data;
  const key = dependencies.loginKey(login);
  if (key === undefined) return bad(WRONG.login);
  if (seen.has(key)) return bad('the login stands in an earlier line too', login);
  seen.add(key);
  const user = await dependencies.users.findByLoginKey(key);
  const outcome =
    user === undefined
      ? await add(dependencies, line, { login, displayName, email, state })
      : await change(dependencies, line, { user, state });
  return typeof outcome === 'string'
    ? bad(outcome, login)
    : { line: record.line, login, ...outcome };
}

type Person = {
  readonly login: string;
  readonly displayName: string;
  readonly email: string;
  readonly state: UserState;
};
type Result = Omit<Extract<LineResult, { kind: 'added' }>, 'line' | 'login'>;
type Change =
  | Omit<Extract<LineResult, { kind: 'changed' }>, 'line' | 'login'>
  | { readonly kind: 'unchanged' };

const TAKEN = 'the login or the e-mail address belongs to somebody else';

async function add(
  { addUser, users, loginKey }: Dependencies,
  { request, order }: Line,
  { email, ...person }: Person,
): Promise<Result | string> {
  if (request.dryRun) {
    const key = loginKey(email);
    const isTaken = key !== undefined && (await users.findByLoginKey(key)) !== undefined;
    return isTaken ? TAKEN : { kind: 'added', password: undefined };
  }
  const outcome = await addUser(
    {
      ...person,
      email: email === '' ? undefined : email,
      role: 'user',
      password: { kind: request.makePasswords ? 'make' : 'none' },
    },
    order,
  );
  if (outcome.kind === 'added') return { kind: 'added', password: outcome.password };
  return outcome.kind === 'login-taken' ? TAKEN : WRONG.login;
}

async function change(
  { setState }: Dependencies,
  { request, order }: Line,
  { user, state }: { readonly user: User; readonly state: UserState },
): Promise<Change | string> {
  if (user.state === state) return { kind: 'unchanged' };
  if (isStaff(user.role) && state === 'disabled') {
    return 'an administrator keeps two-step verification';
  }
  if (request.dryRun) return { kind: 'changed', before: user.state, after: state };
  const outcome = await setState(user.id, state, order);
  if (outcome.kind === 'changed') return { kind: 'changed', before: outcome.before, after: state };
  return outcome.kind === 'unchanged' ? { kind: 'unchanged' } : 'the account is gone';
}
