import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type ReactNode, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { CodeSheet } from '#recovery-codes/code-sheet.tsx';

type Props = {
  readonly client: Client;
  readonly title: string;
  readonly step?: number | undefined;
  /** A set is there already, which new codes would replace. */
  readonly replaces: boolean;
  readonly finishLabel: string;
  readonly onFinish: () => void;
  /** What else can be done before the codes are shown. */
  readonly children?: ReactNode;
};

/** Codes on paper, for the day the phone is gone. Shown once, and only when the person is ready. */
export function RecoveryCodes(props: Props) {
  const { client, title, step, replaces, finishLabel, onFinish, children } = props;
  const [made, setMade] = useState<Call['generateRecoveryCodes']['response']>();
  const call = useCall();
  const make = () => void call.run(() => client('generateRecoveryCodes', {}), setMade);

  if (made !== undefined) {
    return (
      <Screen key="codes" title={t('recovery.title')} step={step}>
        <CodeSheet made={made} finishLabel={finishLabel} onFinish={onFinish} />
      </Screen>
    );
  }
  return (
    <Screen key="intro" title={title} step={step}>
      <p className="lead">{t('recovery.lead')}</p>
      <p>{t('recovery.ready')}</p>
      {replaces ? <p>{t('recovery.replaces')}</p> : null}
      <FailureNotice call={call} />
      <div className="actions">
        <Button look="primary" busy={call.busy} onPress={make}>
          {replaces ? t('recovery.make-new') : t('recovery.make')}
        </Button>
        {children}
      </div>
    </Screen>
  );
}
