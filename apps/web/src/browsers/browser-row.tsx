import type { SignedInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';
import { serverNow } from '#api/server-clock.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { Icon } from '#kit/icons.tsx';
import { placeText } from '#kit/place.ts';
import { relativeTime } from '#kit/relative-time.ts';

type Props = {
  readonly session: SignedInView;
  readonly busy: boolean;
  readonly onEnd: (id: string) => void;
};

export function BrowserRow({ session, busy, onEnd }: Props) {
  const { id, browser, place, startedAt, lastSeenAt, current } = session;
  return (
    <li className="row">
      <Icon name={/\b(?:iOS|Android)$/.test(browser) ? 'mobile' : 'office'} />
      <div className="row-text">
        <h2 className="row-title">{browser}</h2>
        <p className="row-value">{t('browsers.place', { place: placeText(place) })}</p>
        <p className="row-dates">
          {t('browsers.started', { when: localTime(startedAt) })}{' '}
          {t('browsers.seen', { when: relativeTime(lastSeenAt, serverNow()) })}
        </p>
        {current ? <p className="row-mark">{t('browsers.current')}</p> : null}
      </div>
      <div className="row-actions">
        {current ? null : (
          <Button busy={busy} onPress={() => onEnd(id)}>
            {t('browsers.end')}
            <span className="visually-hidden"> {browser}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
