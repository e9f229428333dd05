import { HANDOVER_METHODS } from '@proofup/contract/handover-views.ts';
import type { BeginVerification } from '#relying-parties/begin-verification.ts';
import type { FindVerification } from '#relying-parties/find-verification.ts';
import type { OpenHandover } from '#relying-parties/open-handover.ts';
import type { TakeStatement } from '#relying-parties/take-statement.ts';
import type { DescribeSignIn } from '#sign-in/describe.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Cookies } from '../cookies.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { viewSignIn } from '../views.ts';
import { contextAt, problemOfBegin, viewStatement } from './verification-views.ts';

type Dependencies = {
  readonly publicUrl: string;
  readonly begin: BeginVerification;
  readonly open: OpenHandover;
  readonly find: FindVerification;
  readonly takeStatement: TakeStatement;
  readonly describe: DescribeSignIn;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
};

type HandoverRoutes = Pick<Handlers, 'beginHandover' | 'openHandover' | 'readHandover'>;

/** The page takes the token out of the fragment, which is in no log (docs/adr/0082). */
const PAGE = '/verify';

export function makeHandoverRoutes(dependencies: Dependencies): HandoverRoutes {
  const { publicUrl, tokens, cookies } = dependencies;
  return {
    beginHandover: async ({ caller: { key, context }, body }) => {
      const { clientAddress, strength = 'two-step', methods, returnUrl, login, purpose } = body;
      if (!key.returnUrls.includes(returnUrl)) {
        return { ...problem('invalid_request'), fields: ['body.returnUrl'] };
      }
      const outcome = await dependencies.begin({
        keyName: key.name,
        login,
        purpose,
        methods,
        strength,
        returnUrl,
        context: contextAt(context, clientAddress),
      });
      if (outcome.kind !== 'begun') return problemOfBegin(outcome);
      const { signIn, token } = outcome;
      return ok({
        verificationId: signIn.id,
        url: `${publicUrl}${PAGE}#${token}`,
        expiresAt: signIn.expiresAt.toISOString(),
      });
    },
    openHandover: async ({ caller: { context }, body: { token: link } }) => {
      const outcome = await dependencies.open({ token: link, context });
      switch (outcome.kind) {
        case 'refused':
          return problem('handover_refused');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'opened': {
          const { signIn, token } = outcome;
          const described = await dependencies.describe(signIn);
          const view = viewSignIn(tokens, described, tokens.hash('csrf', token));
          return ok(view, [cookies.set('sign-in', token)]);
        }
      }
    },
    ...reading(dependencies),
  };
}

function reading(dependencies: Dependencies): Pick<HandoverRoutes, 'readHandover'> {
  return {
    readHandover: async ({ caller: { key, context }, params, body: { code } }) => {
      const one = await dependencies.find(params.verificationId, key.name);
      if (one?.returnUrl === undefined) return problem('not_found');
      const by = {
        keyName: key.name,
        context: contextAt(context, one.clientAddress),
        brought: { code, source: context.source },
      };
      const outcome = await dependencies.takeStatement(one, by);
      switch (outcome.kind) {
        case 'refused':
          return problem('handover_refused');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'not-proven':
          return problem('not_approved_yet');
        case 'over':
          return problem('sign_in_over');
        case 'taken': {
          const view = viewStatement(one, outcome.statement, HANDOVER_METHODS);
          return view === undefined ? problem('sign_in_over') : ok(view);
        }
      }
    },
  };
}
