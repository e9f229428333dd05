import type { ChallengeId } from '#domain/ids.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { BeginSignIn } from '#sign-in/begin.ts';
import type { BeginPasskey } from '#sign-in/begin-passkey.ts';
import type { BeginStepUp } from '#sign-in/begin-step-up.ts';
import type { CancelSignIn } from '#sign-in/cancel.ts';
import type { DescribeSignIn, Known } from '#sign-in/describe.ts';
import type { Finished } from '#sign-in/finish.ts';
import type { FinishSetUp } from '#sign-in/finish-set-up.ts';
import type { FinishTasks } from '#sign-in/finish-tasks.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { OpenSetUp } from '#sign-in/open-set-up.ts';
import type { PostponeTask } from '#sign-in/postpone-task.ts';
import type { SignInWithPasskey } from '#sign-in/sign-in-with-passkey.ts';
import type { StartChallenge } from '#sign-in/start-challenge.ts';
import type { CompleteSignIn, VerifyChallenge, VerifyOutcome } from '#sign-in/verify-challenge.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import type { Cookies } from '../cookies.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { parseReturnTo } from '../return-to.ts';
import { findOption, viewRequest, viewSignIn } from '../views.ts';
import { problemOfVerify } from './problem-of-verify.ts';

type Dependencies = {
  readonly begin: BeginSignIn;
  readonly beginPasskey: BeginPasskey;
  readonly signInWithPasskey: SignInWithPasskey;
  readonly beginStepUp: BeginStepUp;
  readonly startChallenge: StartChallenge;
  readonly verify: VerifyChallenge;
  readonly complete: CompleteSignIn;
  readonly finishSetUp: FinishSetUp;
  readonly finishTasks: FinishTasks;
  readonly postponeTask: PostponeTask;
  readonly openSetUp: OpenSetUp;
  readonly cancel: CancelSignIn;
  readonly describe: DescribeSignIn;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
  readonly publicUrl: string;
};

type SignInRoutes = Pick<
  Handlers,
  | 'beginSignIn'
  | 'beginPasskey'
  | 'signInWithPasskey'
  | 'getSignIn'
  | 'issueChallenge'
  | 'verifyChallenge'
  | 'completeSignIn'
  | 'cancelSignIn'
  | 'finishSetUp'
  | 'finishTasks'
  | 'postponeTask'
  | 'openSetUp'
  | 'beginStepUp'
>;

export function makeSignInRoutes(dependencies: Dependencies): SignInRoutes {
  return {
    ...beginnings(dependencies),
    ...passwordless(dependencies),
    ...steps(dependencies),
    ...endings(dependencies),
  };
}

const DAY_SECONDS = 24 * 60 * 60;

const csrfOf = ({ tokens }: Dependencies, token: string): string => tokens.hash('csrf', token);

type Held = { readonly signIn: SignIn; readonly token: string; readonly known?: Known };

async function view(
  dependencies: Dependencies,
  { signIn, token, known }: Held,
  cookies: readonly string[] = [],
): Promise<Reply<SignInView>> {
  const described = await dependencies.describe(signIn, known);
  return ok(viewSignIn(dependencies.tokens, described, csrfOf(dependencies, token)), cookies);
}

type Completed = Held & { readonly finished: Finished };

/**
 * The sign-in's cookie goes, the session's comes: always a new value (ASVS 7.2.4). Where a relying
 * party asked there is no session, and the cookie is what fetches the answer to it.
 */
async function viewFinished(
  dependencies: Dependencies,
  { signIn, token, known, finished }: Completed,
  more: readonly string[] = [],
): Promise<Reply<SignInView>> {
  const { cookies } = dependencies;
  const completed = { ...signIn, state: 'completed' } as const;
  const asKnown = known === undefined ? {} : { known };
  if (finished.kind === 'proof') {
    return view(dependencies, { token, signIn: completed, ...asKnown });
  }
  const { sessionToken, browserToken, remembered } = finished;
  return view(dependencies, { signIn: completed, token: sessionToken, ...asKnown }, [
    cookies.set('session', sessionToken),
    cookies.set('browser', browserToken),
    ...(remembered === undefined
      ? []
      : [cookies.set('remembered', remembered.token, remembered.days * DAY_SECONDS)]),
    cookies.clear('sign-in'),
    ...more,
  ]);
}

function beginnings(dependencies: Dependencies): Pick<SignInRoutes, 'beginSignIn' | 'beginStepUp'> {
  const { cookies, publicUrl } = dependencies;
  return {
    beginSignIn: async ({ caller: { context }, body }) => {
      const returnTo = parseReturnTo(body.returnTo, publicUrl);
      const outcome = await dependencies.begin({ ...body, returnTo, context });
      switch (outcome.kind) {
        case 'begun':
          return view(dependencies, outcome, [cookies.set('sign-in', outcome.token)]);
        case 'finished':
          return viewFinished(dependencies, outcome);
        case 'rejected':
          return problem('sign_in_failed');
        case 'blocked':
          return problem('sign_in_blocked');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'busy':
          return problem('unavailable', 2_000);
      }
    },
    beginStepUp: async ({ caller: { context, session }, body }) => {
      const returnTo = parseReturnTo(body.returnTo, publicUrl);
      const outcome = await dependencies.beginStepUp({ session, returnTo, context });
      switch (outcome.kind) {
        case 'begun':
          return view(dependencies, outcome, [cookies.set('sign-in', outcome.token)]);
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'sign-in-again':
          return problem('not_signed_in');
      }
    },
  };
}

function passwordless(
  dependencies: Dependencies,
): Pick<SignInRoutes, 'beginPasskey' | 'signInWithPasskey'> {
  const { cookies, publicUrl } = dependencies;
  return {
    beginPasskey: async () => {
      const { publicKey, token } = dependencies.beginPasskey();
      return ok({ publicKey: viewRequest(publicKey) }, [cookies.set('passkey', token)]);
    },
    signInWithPasskey: async ({ caller: { context, passkeyToken: token }, body }) => {
      const returnTo = parseReturnTo(body.returnTo, publicUrl);
      const { output } = body;
      const outcome = await dependencies.signInWithPasskey({ token, output, returnTo, context });
      switch (outcome.kind) {
        case 'finished':
          return viewFinished(dependencies, outcome, [cookies.clear('passkey')]);
        case 'rejected':
          return problem('sign_in_failed');
        case 'blocked':
          return problem('sign_in_blocked');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
      }
    },
  };
}

function steps(
  dependencies: Dependencies,
): Pick<SignInRoutes, 'getSignIn' | 'issueChallenge' | 'verifyChallenge' | 'completeSignIn'> {
  const { tokens } = dependencies;
  return {
    getSignIn: async ({ caller }) => view(dependencies, caller),
    issueChallenge: async ({ caller, body }) => {
      const { signIn, context } = caller;
      const { options } = await dependencies.describe(signIn);
      const option = findOption(tokens, signIn.id, { options, id: body.optionId });
      if (option === undefined) return problem('method_unavailable');
      const outcome = await dependencies.startChallenge({ signIn, option, context });
      switch (outcome.kind) {
        case 'issued':
          return view(dependencies, caller);
        case 'throttled':
          return problem('too_many_messages', outcome.retryAfterMs);
        case 'number-unavailable':
          return problem('number_unavailable');
        case 'exhausted':
        case 'over':
          return problem('sign_in_over');
      }
    },
    verifyChallenge: async ({ caller, body }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is refused
      const challengeId = body.challengeId as ChallengeId;
      const { signIn, context } = caller;
      const outcome = await dependencies.verify({
        signIn,
        challengeId,
        output: body.output,
        remember: body.remember,
        context,
      });
      return answer(dependencies, caller, outcome);
    },
    completeSignIn: async ({ caller, body }) => {
      const { signIn, context } = caller;
      const { current } = await dependencies.describe(signIn);
      if (current?.state !== 'approved') return problem('not_approved_yet');
      const outcome = await dependencies.complete({
        signIn,
        context,
        challenge: current.challenge,
        remember: body.remember,
      });
      return answer(dependencies, caller, outcome);
    },
  };
}

/** Of a sign-in whose challenge was just used up. */
const NOTHING_LEFT: Known = { user: undefined, bound: [], challenge: undefined };

async function answer(
  dependencies: Dependencies,
  held: Held,
  outcome: VerifyOutcome,
): Promise<Reply<SignInView>> {
  switch (outcome.kind) {
    case 'completed':
      return viewFinished(dependencies, { ...outcome, ...held, known: NOTHING_LEFT });
    case 'set-up':
      return view(dependencies, { ...held, signIn: { ...held.signIn, state: 'set-up' } });
    case 'tasks': {
      const { kind: state, ...proven } = outcome;
      return view(dependencies, { ...held, signIn: { ...held.signIn, state, ...proven } });
    }
    case 'rejected':
    case 'replayed':
    case 'throttled':
    case 'over':
    case 'sign-in-over':
      return problemOfVerify(outcome);
  }
}

function endings(
  dependencies: Dependencies,
): Pick<
  SignInRoutes,
  'cancelSignIn' | 'finishSetUp' | 'finishTasks' | 'postponeTask' | 'openSetUp'
> {
  return {
    ...waitings(dependencies),
    cancelSignIn: async ({ caller: { signIn, context } }) => {
      await dependencies.cancel({ signIn, context });
      // A relying party is told, by the browser that this cookie names.
      const isTold = signIn.purpose === 'relying-party';
      return ok(undefined, isTold ? [] : [dependencies.cookies.clear('sign-in')]);
    },
    finishTasks: async ({ caller }) => {
      const outcome = await dependencies.finishTasks(caller);
      return outcome.kind === 'tasks'
        ? problem('task_required')
        : answer(dependencies, caller, outcome);
    },
    finishSetUp: async ({ caller }) => {
      const outcome = await dependencies.finishSetUp(caller);
      switch (outcome.kind) {
        case 'completed':
          return viewFinished(dependencies, { ...outcome, ...caller });
        case 'tasks':
          return answer(dependencies, caller, outcome);
        case 'nothing-bound':
          return problem('set_up_required');
        case 'sign-in-over':
          return problem('sign_in_over');
      }
    },
  };
}

/** Of what may wait: not now, or now after all. */
function waitings(dependencies: Dependencies): Pick<SignInRoutes, 'postponeTask' | 'openSetUp'> {
  return {
    postponeTask: async ({ caller }) => {
      const outcome = await dependencies.postponeTask(caller);
      return outcome.kind === 'tasks'
        ? problem('task_required')
        : answer(dependencies, caller, outcome);
    },
    openSetUp: async ({ caller }) => {
      const outcome = await dependencies.openSetUp(caller);
      return outcome === 'set-up'
        ? view(dependencies, { ...caller, signIn: { ...caller.signIn, state: 'set-up' } })
        : problem('sign_in_over');
    },
  };
}
