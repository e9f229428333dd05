import { AUDIT_EVENTS } from '@proofup/contract/audit-events.ts';
import type { RecordView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { toAttempt, toUser } from '#admin/places.ts';
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
  const { event, outcome, reason, method, actor, account, browser, place, correlationId } = record;
  const what = [reason, method, ...detailsOf(record)].filter(Boolean).join(' · ');
  return (
    <li className="row">
      <div className="row-text">
        <h2 className="row-title">{WORDS.get(event) ?? event}</h2>
        <p className="row-value">
          <code>{event}</code> {what}
        </p>
        {account === undefined ? null : (
          <p className="row-value">
            <Link to={toUser(account.id)}>{t('record.about', { login: account.login })}</Link>
          </p>
        )}
        {actor === undefined ? null : <p className="row-value">{t('record.by', { who: actor })}</p>}
        {browser === undefined || place === undefined ? null : (
          <p className="row-value">{t('record.where', { browser, place: placeText(place) })}</p>
        )}
        <p className="row-dates">
          <Moment at={record.at} />
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

const MARKS = { success: 'good', failure: 'danger', info: undefined } as const;

const detailsOf = ({ detail = {} }: Line): readonly string[] =>
  Object.entries(detail).map(([name, value]) => `${name}: ${value}`);
