import type { UserStore } from '#directory/ports.ts';
import { isStaff, judgeTarget } from '#domain/role.ts';
import { USER_STATES, type User, type UserState } from '#domain/user.ts';
import { bad, type HowToImport, type Importer, type LineOutcome } from './import-lines.ts';
import type { Order } from './order.ts';
import type { SetState } from './set-state.ts';

type Changing = {
  readonly user: User;
  readonly state: UserState;
  readonly how: HowToImport;
  readonly order: Order;
};

export type ChangeState = (changing: Changing) => Promise<LineOutcome>;

/** One line's change of state: never of one's own account, or of one above one's rank. */
export const makeChangeState =
  ({ setState }: { readonly setState: SetState }): ChangeState =>
  async ({ user, state, how, order }) => {
    if (user.state === state) return { kind: 'unchanged' };
    const judged = judge(order, user);
    if (judged !== 'allowed') return bad(judged);
    if (isStaff(user.role) && state === 'disabled') return bad('needs-two-steps');
    const changed = { kind: 'changed', before: user.state, after: state } as const;
    if (how.dryRun) return changed;
    const outcome = await setState(user.id, state, order);
    if (outcome.kind === 'changed') return { ...changed, before: outcome.before };
    if (outcome.kind === 'unchanged') return { kind: 'unchanged' };
    return bad(FAULTS[outcome.kind]);
  };

const FAULTS = {
  'unknown-user': 'unknown-person',
  'own-account': 'own-account',
  'out-of-reach': 'out-of-reach',
  'needs-approval': 'needs-approval',
  'administrator-needs-two-steps': 'needs-two-steps',
} as const;

/** Whoever is at the command line of the server is nobody's account. */
function judge({ signedIn }: Order, user: User): ReturnType<typeof judgeTarget> {
  if (signedIn === undefined) return 'allowed';
  const { userId: id, role } = signedIn.session;
  return judgeTarget({ id, role }, user);
}

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly changeState: ChangeState;
};

/** A state for each person named; a line without one gets that of the whole file. */
export const makeImportStates = (dependencies: Dependencies): Importer => ({
  columns: ['login', 'state'],
  nameIn: 0,
  importLine: async (fields, how, order) => {
    const [login = '', typed = ''] = fields;
    if (fields.length > 2) return bad('fields');
    const state = typed === '' ? how.state : USER_STATES.find((one) => one === typed);
    if (state === undefined) return bad('state');
    const key = dependencies.loginKey(login);
    const user = key === undefined ? undefined : await dependencies.users.findByLoginKey(key);
    if (user === undefined) return bad('unknown-person');
    return dependencies.changeState({ user, state, how, order });
  },
});
