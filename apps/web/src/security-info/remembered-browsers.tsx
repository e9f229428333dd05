import type { RememberedBrowsersView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon } from '#kit/icons.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { RowButton } from '#security-info/method-row.tsx';
import type { OverviewProps } from '#security-info/overview.tsx';

type Props = Pick<OverviewProps, 'client' | 'onSaid'>;
type Browser = RememberedBrowsersView['browsers'][number];

export function RememberedBrowsers({ client, onSaid }: Props) {
  const [view, setView] = useState<RememberedBrowsersView>();
  const call = useCall();
  useOnce(() => void call.run(() => client('listRememberedBrowsers', {}), setView));

  if (view?.days === undefined) return <FailureNotice call={call} />;
  const forgotten = (message: string) => (left: RememberedBrowsersView) => {
    setView(left);
    onSaid(message);
  };
  const forget = ({ id }: Browser) =>
    void call.run(
      () => client('forgetRememberedBrowser', { params: { browserId: id } }),
      forgotten(t('browsers.forgotten')),
    );
  const restore = () =>
    void call.run(() => client('forgetRememberedBrowsers', {}), forgotten(t('browsers.restored')));
  const { browsers } = view;
  return (
    <section className="panel" aria-labelledby="browsers">
      <h2 id="browsers">{t('browsers.title')}</h2>
      <p>{browsers.length === 0 ? t('browsers.none') : t('browsers.lead')}</p>
      {browsers.length === 0 ? null : (
        <>
          <ul className="rows">
            {browsers.map((browser) => (
              <BrowserRow key={browser.id} browser={browser} onForget={() => forget(browser)} />
            ))}
          </ul>
          <Button busy={call.busy} onPress={restore}>
            {t('browsers.restore')}
          </Button>
        </>
      )}
      <FailureNotice call={call} />
    </section>
  );
}

type RowProps = { readonly browser: Browser; readonly onForget: () => void };

function BrowserRow({ browser: { browser, thisOne, ...dates }, onForget }: RowProps) {
  const title = thisOne ? t('browsers.this-one', { browser }) : browser;
  return (
    <li className="row">
      <Icon name="computer" />
      <div className="row-text">
        <h3>{title}</h3>
        <p className="row-dates">
          {t('method.added', { date: dayOf(dates.addedAt) })}{' '}
          {t('method.last-used', { date: dayOf(dates.lastUsedAt) })}{' '}
          {t('browsers.until', { date: dayOf(dates.until) })}
        </p>
      </div>
      <div className="row-actions">
        <RowButton label={t('browsers.forget')} what={title} onPress={onForget} />
      </div>
    </li>
  );
}
