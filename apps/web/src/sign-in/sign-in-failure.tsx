import { errorText, t } from '@proofup/ui/text.ts';
import { useRef } from 'react';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { type CallState, codeOf, type Failure } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { detailsOf, ViewDetails } from '#kit/view-details.tsx';

export const LOGIN_ID = 'login';
export const SUMMARY_ID = 'sign-in-failure';

/** A wrong password gets a summary that takes the focus; everything else explains itself. */
export function SignInFailure({ call }: { readonly call: CallState }) {
  if (call.failure === undefined) return null;
  return codeOf(call.failure) === 'sign_in_failed' ? (
    <Summary failure={call.failure} />
  ) : (
    <FailureNotice call={call} />
  );
}

function Summary({ failure }: { readonly failure: Failure }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { happened, next } = errorText('sign_in_failed');
  // Each failure brings a summary of its own: the last one went away with the new attempt.
  useOnce(() => heading.current?.focus());
  return (
    <div className="failure">
      <section className="notice danger" aria-labelledby={`${SUMMARY_ID}-title`}>
        <h2 id={`${SUMMARY_ID}-title`} className="notice-title" ref={heading} tabIndex={-1}>
          {t('sign-in.failed')}
        </h2>
        <p id={SUMMARY_ID}>
          {happened} <a href={`#${LOGIN_ID}`}>{next}</a>
        </p>
      </section>
      <ViewDetails details={detailsOf(failure)} />
    </div>
  );
}
