import type { Client } from '@proofup/contract/client.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { inFours } from '#binding/in-fours.ts';
import { CodeForm, isWrongCode } from '#challenge/code-form.tsx';
import { Button } from '#kit/button.tsx';
import { CopyButton } from '#kit/copy-button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';
import { detailsOf, ViewDetails } from '#kit/view-details.tsx';

type App = Call['bindApp']['response'];

type Props = {
  readonly client: Client;
  readonly app: App;
  readonly step?: number | undefined;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

export function ScanApp({ client, app, step, onAdded, onBack }: Props) {
  const call = useCall();
  const wrong = isWrongCode(call.failure) ? call.failure : undefined;
  const params = { bindingId: app.binding.id };
  const confirm = (output: string) =>
    void call.run(() => client('confirmBinding', { params, body: { output } }), onAdded);
  return (
    <Screen title={t('app.scan.title')} step={step}>
      <p className="lead">{t('app.scan.lead')}</p>
      <img className="qr" alt={t('app.scan.alt')} src={imageOf(app.qr)} width="208" height="208" />
      <ByHand app={app} />
      <h2>{t('app.code.title')}</h2>
      <p>{t('app.code.lead')}</p>
      <CodeForm
        words={{ label: t('code.label'), numeric: true }}
        wrong={wrong}
        busy={call.busy}
        onCode={confirm}
      />
      {wrong ? (
        <ViewDetails details={detailsOf(wrong)} />
      ) : (
        <FailureNotice call={call}>
          {codeOf(call.failure) === 'binding_over' ? (
            <Button onPress={onBack}>{t('action.start-again')}</Button>
          ) : null}
        </FailureNotice>
      )}
      <Button look="quiet" onPress={onBack}>
        {t('action.back')}
      </Button>
    </Screen>
  );
}

/** An image runs no script, whatever is in the drawing. */
const imageOf = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

function ByHand({ app }: { readonly app: App }) {
  return (
    <details className="by-hand">
      <summary>{t('app.by-hand')}</summary>
      <p>
        <a className="button secondary" href={app.uri}>
          {t('app.by-hand.link')}
        </a>
      </p>
      <p>{t('app.by-hand.lead')}</p>
      <dl>
        <div>
          <dt>{t('app.by-hand.account')}</dt>
          <dd>{`${app.issuer}: ${app.account}`}</dd>
        </div>
        <div>
          <dt>{t('app.by-hand.secret')}</dt>
          <dd className="secret">{inFours(app.secret)}</dd>
        </div>
      </dl>
      <CopyButton text={app.secret} label={t('app.by-hand.copy')} />
    </details>
  );
}
