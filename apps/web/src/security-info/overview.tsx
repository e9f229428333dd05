import type { Client } from '@proofup/contract/client.ts';
import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useConfiguration } from '#configuration.tsx';
import { Notice } from '#kit/notice.tsx';
import { Said, type SaidText } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { AccountLinks } from '#security-info/account-links.tsx';
import { adviceFor } from '#security-info/advice.ts';
import { Methods } from '#security-info/methods.tsx';
import { PasswordPanel } from '#security-info/password-panel.tsx';
import { PreferredOption } from '#security-info/preferred-option.tsx';

export type OverviewProps = {
  readonly client: Client;
  readonly info: SecurityInfoView;
  readonly said: SaidText;
  readonly onInfo: (info: SecurityInfoView, message: string) => void;
};

export function Overview({ client, info, said, onInfo }: OverviewProps) {
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
        <AccountLinks />
      </Screen>
    </div>
  );
}
