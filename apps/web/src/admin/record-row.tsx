import { AUDIT_EVENTS } from '@proofup/contract/audit-events.ts';
import { SIGN_IN_REASONS } from '@proofup/contract/sign-in-reasons.ts';
import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { toAttempt, toUser } from '#admin/places.ts';
import { methodText } from '#admin/reports/record-methods.ts';
import { OUTCOME_WORDS } from '#admin/words.ts';
import { Link } from '#kit/link.tsx';
import { Moment } from '#kit/moment.tsx';
import { placeText } from '#kit/place.ts';

type Line = Omit<RecordView, 'detail'> & Partial<Pick<RecordView, 'detail'>>;

type Props = {
  readonly record: Line;
  /** Leads to all that belongs to it. */
  readonly withStory?: boolean;
};

const WORDS: ReadonlyMap<string, string> = new Map(Object.entries(AUDIT_EVENTS));

/** One record of the audit log: what, how it ended and why, who, where, when. */
export function RecordRow({ record, withStory = false }: Props) {
  const { event, outcome, why, method, actor, account, application, correlationId } = record;
  const says = WORDS.get(event) ?? event;
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{why === undefined ? says : SIGN_IN_REASONS[why].says}</h2>
        {account === undefined ? null : (
          <p className="row-value">
            <Link to={toUser(account.id)}>{t('record.about', { login: account.login })}</Link>
          </p>
        )}
        {application === undefined ? null : (
          <p className="row-value">{t('record.application', { name: application })}</p>
        )}
        {method === undefined ? null : (
          <p className="row-value">{t('record.method', { method: methodText(method) })}</p>
        )}
        {actor === undefined || actor === account?.login ? null : (
          <p className="row-value">{t('record.by', { who: actor })}</p>
        )}
        <Where record={record} />
        <p className="row-dates">
          <Moment at={record.at} />
        </p>
        <p className="row-dates">
          <code>{[event, ...detailsOf(record)].join(' · ')}</code>
        </p>
        {withStory && correlationId !== undefined ? (
          <p className="row-value">
            <Link to={toAttempt(correlationId)}>{t('record.story')}</Link>
          </p>
        ) : null}
      </div>
      <ul className="marks">
        <li className={MARKS[outcome]}>{OUTCOME_WORDS[outcome]()}</li>
      </ul>
    </li>
  );
}

function Where({ record: { browser, place } }: { readonly record: Line }) {
  if (place === undefined) return null;
  const where = placeText(place);
  return (
    <p className="row-value">
      {browser === undefined ? where : t('record.where', { browser, place: where })}
    </p>
  );
}

const MARKS = { success: 'good', failure: 'danger', info: undefined } as const;

const detailsOf = ({ reason, detail = {} }: Line): readonly string[] => [
  ...(reason === undefined || reason === '' ? [] : [reason]),
  ...Object.entries(detail).map(([name, value]) => `${name}: ${value}`),
];
