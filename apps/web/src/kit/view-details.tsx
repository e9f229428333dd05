import { t } from '@proofup/ui/text.ts';
import { CopyButton } from '#kit/copy-button.tsx';
import { localTime } from '#kit/dates.ts';
import type { Failure } from '#kit/use-call.ts';

/** What support needs to find the event in the logs; nothing here identifies a person. */
export type Details = {
  readonly code: string;
  readonly correlationId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly signInId?: string | undefined;
};

export function detailsOf(failure: Failure, signInId?: string): Details {
  if (failure.kind === 'unreachable') {
    return { code: failure.kind, timestamp: failure.at, signInId };
  }
  const { code, correlationId, timestamp } = failure.problem;
  return { code, correlationId, timestamp, signInId };
}

export function ViewDetails({ details }: { readonly details: Details }) {
  const rows = rowsOf(details);
  const text = rows.map(([label, value]) => `${label}: ${value}`).join('\n');
  return (
    <details className="view-details">
      <summary>{t('details.title')}</summary>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CopyButton text={text} label={t('details.copy')} />
      <a href={reportOf(details)}>{t('details.report')}</a>
    </details>
  );
}

/** The form for a word to the help desk, which then knows where to look. */
const reportOf = ({ correlationId }: Details): string =>
  correlationId === undefined ? '/help/report' : `/help/report?correlation-id=${correlationId}`;

function rowsOf(details: Details): readonly (readonly [string, string])[] {
  const { code, correlationId, timestamp, signInId } = details;
  return [
    [t('details.code'), code],
    [t('details.correlation-id'), correlationId],
    [t('details.local-time'), localTime(timestamp)],
    [t('details.utc-time'), timestamp],
    [t('details.sign-in-id'), signInId],
  ].flatMap(([label, value]) =>
    label === undefined || value === undefined ? [] : [[label, value] as const],
  );
}
