import { errorText, t } from '@proofup/ui/text.ts';
import type { ReactNode } from 'react';
import { serverNow } from '#api/server-clock.ts';
import { Button } from '#kit/button.tsx';
import { Notice } from '#kit/notice.tsx';
import type { CallState, Failure } from '#kit/use-call.ts';
import { detailsOf, ViewDetails } from '#kit/view-details.tsx';
import { Wait } from '#kit/wait.tsx';

type Props = {
  readonly call: Pick<CallState, 'failure' | 'retry'>;
  readonly signInId?: string | undefined;
  /** What can be done about it, beyond trying again. */
  readonly children?: ReactNode;
};

/** What happened, what is safe, what to do next. */
export function FailureNotice({ call: { failure, retry }, signInId, children }: Props) {
  if (failure === undefined) return null;
  const { happened, safe, next } = wordsOf(failure);
  return (
    <div className="failure">
      <Notice title={happened} alert>
        <p>{safe}</p>
        <p>{next}</p>
      </Notice>
      {failure.kind === 'problem' ? (
        <Wait key={failure.problem.timestamp} until={endOf(failure)} />
      ) : null}
      {mayRetry(failure) ? <Button onPress={retry}>{t('action.try-again')}</Button> : null}
      {begins(failure) ? (
        <a className="button secondary" href="/sign-in">
          {t('action.start-again')}
        </a>
      ) : null}
      {children}
      <ViewDetails details={detailsOf(failure, signInId)} />
    </div>
  );
}

const wordsOf = (failure: Failure) =>
  failure.kind === 'problem'
    ? errorText(failure.problem.code)
    : {
        happened: t('unreachable.happened'),
        safe: t('unreachable.safe'),
        next: t('unreachable.next'),
      };

const RETRY_MAY_HELP: ReadonlySet<string> = new Set(['internal_error', 'unavailable']);

const mayRetry = (failure: Failure): boolean =>
  failure.kind === 'unreachable' || RETRY_MAY_HELP.has(failure.problem.code);

const BEGIN_ANEW: ReadonlySet<string> = new Set(['sign_in_over', 'not_signed_in']);

const begins = (failure: Failure): boolean =>
  failure.kind === 'problem' && BEGIN_ANEW.has(failure.problem.code);

function endOf(failure: Failure): string | undefined {
  if (failure.kind !== 'problem' || failure.problem.retryAfter === undefined) return undefined;
  return new Date(serverNow() + failure.problem.retryAfter * 1000).toISOString();
}
