import type { Client } from '@proofup/contract/client.ts';
import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { adviceFor } from '#security-info/advice.ts';
import { Methods } from '#security-info/methods.tsx';
import { PreferredOption } from '#security-info/preferred-option.tsx';

export type OverviewProps = {
  readonly client: Client;
  readonly info: SecurityInfoView;
  /** What was just done, for the eye and the ear. */
  readonly said: string;
  readonly onInfo: (info: SecurityInfoView, message: string) => void;
};

export function Overview({ client, info, said, onInfo }: OverviewProps) {
  const { failedAttempts: n } = info;
  const advice = adviceFor(info.methods);
  return (
    <div className="overview">
      <Screen title={t('security-info.title')}>
        <p className="lead">{t('security-info.lead')}</p>
        <p role="status" className={said === '' ? undefined : 'notice good'}>
          {said}
        </p>
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
      </Screen>
    </div>
  );
}
