import {
  VERIFICATION_METHODS,
  type VerificationView,
} from '@proofup/contract/verification-views.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import type { ChallengeId } from '#domain/ids.ts';
import type { BeginVerification } from '#relying-parties/begin-verification.ts';
import type { FindVerification, Verification } from '#relying-parties/find-verification.ts';
import type { TakeStatement } from '#relying-parties/take-statement.ts';
import type { CancelSignIn } from '#sign-in/cancel.ts';
import type { DescribeSignIn } from '#sign-in/describe.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { StartChallenge } from '#sign-in/start-challenge.ts';
import type { CompleteSignIn, VerifyChallenge, VerifyOutcome } from '#sign-in/verify-challenge.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { findOption, present, viewSignIn } from '../views.ts';
import { WAIT_AGAIN_MS, type Waiting } from '../waiting.ts';
import { problemOfVerify } from './problem-of-verify.ts';
import { contextAt, problemOfBegin, viewStatement } from './verification-views.ts';

type Dependencies = {
  readonly begin: BeginVerification;
  readonly find: FindVerification;
  readonly takeStatement: TakeStatement;
  readonly startChallenge: StartChallenge;
  readonly verify: VerifyChallenge;
  readonly complete: CompleteSignIn;
  readonly cancel: CancelSignIn;
  readonly describe: DescribeSignIn;
  readonly waiting: Waiting;
  readonly tokens: Tokens;
};

type VerificationRoutes = Pick<
  Handlers,
  | 'beginVerification'
  | 'getVerification'
  | 'chooseVerification'
  | 'verifyVerification'
  | 'readVerification'
  | 'cancelVerification'
>;

type Asked = {
  readonly caller: Caller<'service'>;
  readonly params: { readonly verificationId: string };
};

export function makeVerificationRoutes(dependencies: Dependencies): VerificationRoutes {
  return { ...beginning(dependencies), ...steps(dependencies), ...endings(dependencies) };
}

/** What only the key that began a verification gets to. */
async function withOne<Value>(
  { find }: Dependencies,
  { caller, params }: Asked,
  work: (verification: Verification) => Promise<Reply<Value>>,
): Promise<Reply<Value>> {
  const verification = await find(params.verificationId, caller.key.name);
  return verification === undefined ? problem('not_found') : work(verification);
}

/** One that the program asks itself: what a person does on our page is between them and us. */
const withOwn: typeof withOne = (dependencies, asked, work) =>
  withOne(dependencies, asked, async (one) =>
    one.returnUrl === undefined ? work(one) : problem('method_unavailable'),
  );

async function view(
  dependencies: Dependencies,
  { signIn, request, returnUrl }: Pick<Verification, 'signIn' | 'request' | 'returnUrl'>,
): Promise<Reply<VerificationView>> {
  const described = await dependencies.describe(signIn);
  const { id, options, challenge, expiresAt } = viewSignIn(dependencies.tokens, described, '');
  const isOver = described.state === 'completed' || described.state === 'ended';
  const isVerified = described.state === 'completed' && request.state !== 'answered';
  return ok({
    id,
    state: isVerified ? 'verified' : isOver ? 'ended' : 'waiting',
    // Of somebody who was handed over, the program is told how it stands and nothing else.
    options: returnUrl === undefined ? options : [],
    ...present(
      'challenge',
      returnUrl === undefined ? challenge && viewChallenge(challenge) : undefined,
    ),
    expiresAt,
  });
}

/** Neither is ever asked for here. */
function viewChallenge(challenge: NonNullable<SignInView['challenge']>) {
  const { publicKey: _, codeNumber: __, ...shown } = challenge;
  return shown;
}

/** As it is now. */
const again = (dependencies: Dependencies, asked: Asked) =>
  withOne(dependencies, asked, (one) => view(dependencies, one));

function beginning(
  dependencies: Dependencies,
): Pick<VerificationRoutes, 'beginVerification' | 'getVerification'> {
  return {
    beginVerification: async ({ caller, body }) => {
      const { strength = 'two-step', clientAddress, login, purpose, methods } = body;
      const outcome = await dependencies.begin({
        keyName: caller.key.name,
        login,
        purpose,
        methods,
        strength,
        returnUrl: undefined,
        context: contextAt(caller.context, clientAddress),
      });
      return outcome.kind === 'begun'
        ? again(dependencies, { caller, params: { verificationId: outcome.signIn.id } })
        : problemOfBegin(outcome);
    },
    getVerification: (asked) => waitFor(dependencies, asked, Number(asked.query.wait ?? 0)),
  };
}

/** At once where it does not wait for the person, else when there is news, or nothing came. */
async function waitFor(dependencies: Dependencies, asked: Asked, seconds: number) {
  return withOne(dependencies, asked, async ({ signIn, returnUrl }) => {
    const source = asked.caller.key.name;
    const news = dependencies.waiting.listen(signIn.id, { source, seconds });
    if (news === 'too-many') return problem('too_many_attempts', WAIT_AGAIN_MS);
    try {
      const found = await again(dependencies, asked);
      const isWaiting =
        found.kind === 'ok' &&
        found.value.state === 'waiting' &&
        (returnUrl !== undefined || found.value.challenge?.state === 'live');
      if (!isWaiting || seconds === 0) return found;
      await news.heard;
      return await again(dependencies, asked);
    } finally {
      news.stop();
    }
  });
}

function steps(
  dependencies: Dependencies,
): Pick<VerificationRoutes, 'chooseVerification' | 'verifyVerification'> {
  const { tokens } = dependencies;
  return {
    chooseVerification: (asked) =>
      withOwn(dependencies, asked, async ({ signIn, clientAddress }) => {
        const { options } = await dependencies.describe(signIn);
        const option = findOption(tokens, signIn.id, { options, id: asked.body.optionId });
        if (option === undefined) return problem('method_unavailable');
        const address = asked.body.clientAddress ?? clientAddress;
        const context = contextAt(asked.caller.context, address);
        const outcome = await dependencies.startChallenge({ signIn, option, context });
        switch (outcome.kind) {
          case 'issued':
            return again(dependencies, asked);
          case 'throttled':
            return problem('too_many_messages', outcome.retryAfterMs);
          case 'number-unavailable':
            return problem('number_unavailable');
          case 'exhausted':
          case 'over':
            return problem('sign_in_over');
        }
      }),
    verifyVerification: (asked) =>
      withOwn(dependencies, asked, async ({ signIn, clientAddress }) => {
        const { challengeId, output, clientAddress: address = clientAddress } = asked.body;
        const outcome = await dependencies.verify({
          signIn,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is refused
          challengeId: challengeId as ChallengeId,
          output,
          context: contextAt(asked.caller.context, address),
        });
        return refusalOf(outcome) ?? again(dependencies, asked);
      }),
  };
}

/** Undefined: it was proved. */
function refusalOf(outcome: VerifyOutcome) {
  switch (outcome.kind) {
    case 'completed':
    case 'set-up':
    case 'tasks':
      return undefined;
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
): Pick<VerificationRoutes, 'readVerification' | 'cancelVerification'> {
  const read = async (asked: Asked, one: Verification) => {
    const { key, context } = asked.caller;
    const by = { keyName: key.name, context: contextAt(context, one.clientAddress) };
    return dependencies.takeStatement(one, by);
  };
  return {
    readVerification: (asked) =>
      withOwn(dependencies, asked, async (one) => {
        const approved = await completeApproved(dependencies, asked, one);
        const outcome = await read(asked, approved);
        switch (outcome.kind) {
          case 'not-proven':
            return problem('not_approved_yet');
          case 'over':
            return problem('sign_in_over');
          case 'refused':
            return problem('not_found');
          case 'throttled':
            return problem('too_many_attempts', outcome.retryAfterMs);
          case 'taken': {
            const told = viewStatement(one, outcome.statement, VERIFICATION_METHODS);
            return told === undefined ? problem('sign_in_over') : ok(told);
          }
        }
      }),
    cancelVerification: (asked) =>
      withOne(dependencies, asked, async ({ signIn, clientAddress }) => {
        const context = contextAt(asked.caller.context, clientAddress);
        await dependencies.cancel({ signIn, context });
        return ok(undefined);
      }),
  };
}

/** What was approved on a phone counts from when somebody asks for it. */
async function completeApproved(
  dependencies: Dependencies,
  { caller, params }: Asked,
  one: Verification,
): Promise<Verification> {
  const { signIn, clientAddress } = one;
  const { current } = await dependencies.describe(signIn);
  if (current?.state !== 'approved') return one;
  const context = contextAt(caller.context, clientAddress);
  await dependencies.complete({ signIn, context, challenge: current.challenge });
  return (await dependencies.find(params.verificationId, caller.key.name)) ?? one;
}
