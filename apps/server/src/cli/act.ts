import type { Unreached } from '#administration/hold-target.ts';
import { type Order, parseReason } from '#administration/order.ts';
import { loginKey } from '#directory/login-key.ts';
import type { User } from '#domain/user.ts';
import { type Administration, makeAdministration } from './administration.ts';
import { type Call, EXIT, type Exit, type Option } from './command.ts';
import { type Installation, operatorName, withInstallation } from './installation.ts';

export const REASON_OPTION = {
  reason: { value: 'TEXT', required: true, help: 'why; stands in the audit log' },
} as const satisfies Readonly<Record<string, Option>>;

export type Acting = {
  readonly call: Call;
  readonly administration: Administration;
  readonly installation: Installation;
  readonly order: Order;
};

/** The frame of every command that acts on accounts: a reason, an installation, an operator. */
export async function act(call: Call, work: (acting: Acting) => Promise<Exit>): Promise<Exit> {
  const reason = parseReason(call.values['reason'] ?? '');
  if (reason === undefined) {
    return misuse(call, '--reason must be 3 to 200 plain characters on one line');
  }
  return withInstallation(call, async (opened) => {
    // Notices name the organisation as everything else does.
    const { organisation = opened.config.organisation } =
      await opened.database.stores.brands.find();
    const installation = { ...opened, config: { ...opened.config, organisation } };
    const administration = makeAdministration(installation);
    const order = { operator: operatorName(), reason };
    return work({ call, administration, installation, order });
  });
}

type ActingOn = Acting & { readonly user: User };

export const actOn = (call: Call, work: (acting: ActingOn) => Promise<Exit>): Promise<Exit> =>
  act(call, async (acting) => {
    const [login = ''] = call.args;
    const user = await findUser(acting.installation, login);
    return user === undefined ? refuse(call, UNKNOWN) : work({ ...acting, user });
  });

export async function findUser(
  { database }: Installation,
  login: string,
): Promise<User | undefined> {
  const key = loginKey(login);
  return key === undefined ? undefined : database.stores.users.findByLoginKey(key);
}

export const UNKNOWN = 'there is no such account';

const UNREACHED: Readonly<Record<Unreached['kind'] | 'caller-not-verified', string>> = {
  'unknown-user': UNKNOWN,
  'own-account': 'nobody acts on their own account',
  'out-of-reach': 'the account is out of reach',
  'needs-approval': 'this takes two persons',
  'caller-not-verified': 'nobody said how it is known who is asking',
};

export const refuseUnreached = (
  call: Call,
  { kind }: { readonly kind: keyof typeof UNREACHED },
): Exit => refuse(call, UNREACHED[kind]);

export function refuse({ io }: Call, line: string): Exit {
  io.error(`proofup: ${line}`);
  return EXIT.refused;
}

/** What was asked cannot be understood, whatever the database holds. */
export function misuse({ io }: Call, line: string): Exit {
  io.error(`proofup: ${line}`);
  return EXIT.usage;
}

export function done({ io }: Call, ...lines: readonly string[]): Exit {
  for (const line of lines) io.out(line);
  return EXIT.done;
}
