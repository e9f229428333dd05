import type { Client } from '@proofup/contract/client.ts';
import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useEffect, useRef } from 'react';
import { useConfiguration } from '#configuration.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { adviceFor } from '#security-info/advice.ts';
import { AppPasswords } from '#security-info/app-passwords.tsx';
import { Methods } from '#security-info/methods.tsx';
import { PasswordPanel } from '#security-info/password-panel.tsx';
import { PreferredOption } from '#security-info/preferred-option.tsx';
import { RememberedBrowsers } from '#security-info/remembered-browsers.tsx';

export type OverviewProps = {
  readonly client: Client;
  readonly info: SecurityInfoView;
  /** What was just done, for the eye and the ear; a new one each time, if of the same words. */
  readonly said: { readonly text: string };
  readonly onInfo: (info: SecurityInfoView, message: string) => void;
  readonly onSaid: (message: string) => void;
};

export function Overview({ client, info, said, onInfo, onSaid }: OverviewProps) {
  const { failedAttempts: n } = info;
  const { organisation } = useConfiguration();
  const advice = adviceFor(info.methods);
  return (
    <div className="overview">
      {organisation === '' ? null : <p className="organisation">{organisation}</p>}
      <Screen title={t('security-info.title')}>
        <p className="lead">{t('security-info.lead')}</p>
        <Said said={said} />
        {n > 0 ? (
          <Notice title={n === 1 ? t('failed-attempts.one') : t('failed-attempts.several', { n })}>
            <p>{t('failed-attempts.next')}</p>
          </Notice>
        ) : null}
        {advice === undefined ? null : (
          <Notice kind="advice" title={advice.title}>
            <p>{advice.text}</p>
          </Notice>
        )}
        <PreferredOption {...{ client, info, onInfo }} />
        <Methods {...{ client, info, onInfo }} />
        <PasswordPanel />
        <RememberedBrowsers key={methodsOf(info)} {...{ client, onSaid }} />
        <AppPasswords {...{ client, onSaid }} />
      </Screen>
    </div>
  );
}

/** Read anew after a change of the methods, which ends what was remembered. */
const methodsOf = ({ methods }: SecurityInfoView): string => methods.map(({ id }) => id).join();

/** The focus comes here when what was pressed is gone, as the row of a method that was deleted is. */
function Said({ said }: Pick<OverviewProps, 'said'>) {
  const message = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    const lost = document.activeElement === document.body;
    if (lost && said.text !== '') message.current?.focus();
  }, [said]);

  return (
    <p
      role="status"
      ref={message}
      tabIndex={-1}
      className={said.text === '' ? undefined : 'notice good'}
    >
      {said.text}
    </p>
  );
}
