import type { RememberedBrowsersView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon } from '#kit/icons.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { RowButton } from '#security-info/method-row.tsx';
import type { SectionProps } from '#security-info/sections.tsx';

type Props = Pick<SectionProps, 'client' | 'onSaid'>;
type Browser = RememberedBrowsersView['browsers'][number];

/** Read anew after a change of the methods, which ends what was remembered. */
export const RememberedBrowsers = ({ info, ...props }: SectionProps) => (
  <Browsers key={info.methods.map(({ id }) => id).join()} {...props} />
);

function Browsers({ client, onSaid }: Props) {
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
      forgotten(t('remembered.forgotten')),
    );
  const restore = () =>
    void call.run(
      () => client('forgetRememberedBrowsers', {}),
      forgotten(t('remembered.restored')),
    );
  const { browsers } = view;
  return (
    <>
      <p>{browsers.length === 0 ? t('remembered.none') : t('remembered.lead')}</p>
      {browsers.length === 0 ? null : (
        <>
          <ul className="rows">
            {browsers.map((browser) => (
              <BrowserRow key={browser.id} browser={browser} onForget={() => forget(browser)} />
            ))}
          </ul>
          <Button busy={call.busy} onPress={restore}>
            {t('remembered.restore')}
          </Button>
        </>
      )}
      <FailureNotice call={call} />
    </>
  );
}

type RowProps = { readonly browser: Browser; readonly onForget: () => void };

function BrowserRow({ browser: { browser, thisOne, ...dates }, onForget }: RowProps) {
  const title = thisOne ? t('remembered.this-one', { browser }) : browser;
  return (
    <li className="row">
      <Icon name="computer" />
      <div className="row-text">
        <h3>{title}</h3>
        <p className="row-dates">
          {t('method.added', { date: dayOf(dates.addedAt) })}{' '}
          {t('method.last-used', { date: dayOf(dates.lastUsedAt) })}{' '}
          {t('remembered.until', { date: dayOf(dates.until) })}
        </p>
      </div>
      <div className="row-actions">
        <RowButton label={t('remembered.forget')} what={title} onPress={onForget} />
      </div>
    </li>
  );
}
