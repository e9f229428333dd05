import { SIGN_IN_REASONS } from '@proofup/contract/sign-in-reasons.ts';
import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { toUser } from '#admin/places.ts';
import { localTime } from '#kit/dates.ts';
import { Link } from '#kit/link.tsx';
import { placeText } from '#kit/place.ts';

type Props = { readonly records: readonly RecordView[] };

/** An attempt in short: who, when, how long, from where, and how it ended. */
export function AttemptFacts({ records }: Props) {
  const first = records.at(0);
  const last = records.at(-1);
  if (first === undefined || last === undefined) return null;
  const account = firstOf(records, ({ account: one }) => one);
  const place = firstOf(records, ({ place: one }) => one);
  const browser = firstOf(records, ({ browser: one }) => one);
  const application = firstOf(records, ({ application: one }) => one);
  const end = firstOf(records.toReversed(), ({ why }) => why);
  const seconds = Math.round((Date.parse(last.at) - Date.parse(first.at)) / 1000);
  return (
    <section className="panel" aria-labelledby="attempt-facts">
      <h2 id="attempt-facts">{t('attempt.facts')}</h2>
      <dl className="facts">
        <Fact what={t('attempt.end')} value={end && SIGN_IN_REASONS[end].says} />
        <div>
          <dt>{t('attempt.account')}</dt>
          <dd>
            {account === undefined ? (
              t('attempt.account.none')
            ) : (
              <Link to={toUser(account.id)}>{account.login}</Link>
            )}
          </dd>
        </div>
        <Fact what={t('attempt.began')} value={localTime(first.at)} />
        <Fact what={t('attempt.took')} value={t('attempt.seconds', { n: seconds })} />
        <Fact what={t('reports.application')} value={application} />
        <Fact what={t('attempt.browser')} value={browser} />
        <Fact what={t('attempt.place')} value={place && placeText(place)} />
      </dl>
    </section>
  );
}

type FactProps = { readonly what: string; readonly value: string | undefined };

const Fact = ({ what, value }: FactProps) =>
  value === undefined ? null : (
    <div>
      <dt>{what}</dt>
      <dd>{value}</dd>
    </div>
  );

function firstOf<Value>(
  records: readonly RecordView[],
  of: (record: RecordView) => Value | undefined,
): Value | undefined {
  for (const record of records) {
    const value = of(record);
    if (value !== undefined) return value;
  }
  return undefined;
}
