import type { Client } from '@proofup/contract/client.ts';
import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useState } from 'react';
import { AddApp, type NewApp } from '#binding/add-app.tsx';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';

type Props = {
  readonly client: Client;
  /** The app on the old phone, as it was when the move began. */
  readonly method: MethodView | undefined;
  readonly onMoved: () => void;
  readonly onBack: () => void;
};

/** The new phone proves itself, the old one is dead, and the page says what to clear away there. */
export function MoveApp({ client, method, onMoved, onBack }: Props) {
  const [moved, setMoved] = useState<NewApp>();
  if (moved !== undefined) return <Moved app={moved} onDone={onMoved} />;
  if (method === undefined) return <Gone onBack={onBack} />;
  return (
    <AddApp
      client={client}
      title={t('move.title')}
      moves={method}
      intro={<Steps />}
      onAdded={setMoved}
      onBack={onBack}
    />
  );
}

const Steps = () => (
  <>
    <p className="lead">{t('move.lead')}</p>
    <ol className="steps">
      <li>{t('move.step.install')}</li>
      <li>{t('move.step.scan')}</li>
      <li>{t('move.step.delete')}</li>
    </ol>
    <p>{t('move.until-then')}</p>
  </>
);

function Moved({ app, onDone }: { readonly app: NewApp; readonly onDone: () => void }) {
  return (
    <Screen title={t('moved.title')}>
      <p className="notice good">{t('moved.lead')}</p>
      <h2>{t('moved.delete')}</h2>
      <dl className="entry">
        <div>
          <dt>{t('moved.issuer')}</dt>
          <dd>{app.issuer}</dd>
        </div>
        <div>
          <dt>{t('moved.account')}</dt>
          <dd>{app.account}</dd>
        </div>
      </dl>
      <p>{t('moved.no-old-phone')}</p>
      <Button look="primary" onPress={onDone}>
        {t('action.done')}
      </Button>
    </Screen>
  );
}

const Gone = ({ onBack }: Pick<Props, 'onBack'>) => (
  <Screen title={t('move.gone')}>
    <p className="lead">{t('move.gone.text')}</p>
    <Button look="primary" onPress={onBack}>
      {t('move.to-list')}
    </Button>
  </Screen>
);
