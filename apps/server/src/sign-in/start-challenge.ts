import type { Option } from '#domain/bound-authenticator.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type {
  AuthenticatorReader,
  ChallengeTarget,
  EngineStores,
  IssueChallenge,
  IssueOutcome,
  IssueStores,
  PhoneTarget,
  Signals,
} from './ports.ts';

export type StartStores = IssueStores & Pick<EngineStores, 'signIns' | 'users' | 'proofRequests'>;

type Dependencies = {
  readonly transact: Transact<StartStores>;
  readonly authenticators: Pick<AuthenticatorReader, 'secretOf'>;
  readonly readPhone: (secret: Uint8Array) => PhoneTarget;
  readonly issue: IssueChallenge;
  /** Wakes the dispatcher: a queued message leaves at once. */
  readonly wake: () => void;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type StartRequest = {
  readonly signIn: SignIn;
  readonly option: Option;
  readonly context: RequestContext;
  /** Where the sign-in begins with it: what is written around the challenge, in its transaction. */
  readonly within?: (tx: StartStores, issue: () => Promise<IssueOutcome>) => Promise<IssueOutcome>;
};

export type StartChallenge = (
  request: StartRequest,
) => Promise<IssueOutcome | { readonly kind: 'over' }>;

/** Asks for one option of a sign-in: the default after the password, or the one chosen. */
export function makeStartChallenge(dependencies: Dependencies): StartChallenge {
  const { transact, authenticators, issue, wake, signals, clock } = dependencies;
  return async ({ signIn, option, context, within }) => {
    const now = clock();
    if (!isOpen(signIn, now)) return { kind: 'over' };
    const { authenticator, type } = option;
    const { sends } = propertiesOf(type);
    const secret =
      sends === 'text' || sends === 'call'
        ? await authenticators.secretOf(authenticator.id)
        : undefined;
    const target: ChallengeTarget = {
      userId: signIn.userId,
      for: { kind: 'sign-in', signInId: signIn.id, authenticatorId: authenticator.id },
      type,
      slot: authenticator.slot,
      phone: secret === undefined ? undefined : dependencies.readPhone(secret),
      isFirst: within !== undefined,
    };
    const outcome = await transact('attempt', (tx) => {
      const issueIt = () => issue(tx, target, { now, context });
      return within === undefined ? issueIt() : within(tx, issueIt);
    });
    if (outcome.kind === 'issued') {
      if (sends !== null) wake();
      signals.changed(signIn.id);
      if (sends === 'push') signals.changed(authenticator.id);
    }
    return outcome;
  };
}
