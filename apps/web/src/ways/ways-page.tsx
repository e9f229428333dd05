import { t } from '@proofup/ui/apps-text.ts';
import { useId, useState } from 'react';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { WAYS, type Way } from '#ways/ways.ts';

/** Which way leads from where somebody works to their settings; all of them lead to the same page. */
export function WaysPage() {
  const [chosen, setChosen] = useState<Way>();
  return (
    <Page>
      <Card>
        <Screen title={t('ways.title')}>
          <p className="lead">{t('ways.lead')}</p>
          <fieldset>
            <legend>{t('ways.question')}</legend>
            {WAYS.map((way) => (
              <Choice
                key={way.id}
                way={way}
                chosen={chosen === way}
                onChoose={() => setChosen(way)}
              />
            ))}
          </fieldset>
          {chosen === undefined ? null : <Steps way={chosen} />}
        </Screen>
      </Card>
    </Page>
  );
}

type ChoiceProps = { readonly way: Way; readonly chosen: boolean; readonly onChoose: () => void };

function Choice({ way, chosen, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <input type="radio" name="way" id={id} checked={chosen} onChange={onChoose} />
      <label htmlFor={id}>{way.label}</label>
    </div>
  );
}

const Steps = ({ way }: { readonly way: Way }) => (
  <section aria-live="polite">
    <h2>{way.title}</h2>
    <ol>
      {way.steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
    <a href="/security-info">{t('my-apps.verification')}</a>
  </section>
);
