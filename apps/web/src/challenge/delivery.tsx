import type { ChallengeView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { Notice } from '#kit/notice.tsx';
import { ViewDetails } from '#kit/view-details.tsx';

type State = NonNullable<ChallengeView['delivery']>;

const WORDS: Readonly<Record<Exclude<State, 'undelivered'>, () => string>> = {
  queued: () => t('delivery.queued'),
  sent: () => t('delivery.sent'),
  delivered: () => t('delivery.delivered'),
};

type Props = { readonly challenge: ChallengeView; readonly signInId?: string | undefined };

/** How far the message has come. */
export function Delivery({ challenge, signInId }: Props) {
  const { delivery, option } = challenge;
  if (delivery === undefined || option.type === 'spoken-code') return null;
  if (delivery === 'undelivered') return <Undelivered signInId={signInId} />;
  return (
    <p className={`delivery ${delivery}`} role="status">
      {WORDS[delivery]()}
    </p>
  );
}

function Undelivered({ signInId }: Pick<Props, 'signInId'>) {
  const [timestamp] = useState(() => new Date().toISOString());
  return (
    <div className="failure">
      <Notice title={t('delivery.undelivered')} alert>
        <p>{t('delivery.undelivered.next')}</p>
      </Notice>
      <ViewDetails details={{ code: 'undelivered', timestamp, signInId }} />
    </div>
  );
}
