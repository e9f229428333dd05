import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { dayOf } from '#kit/dates.ts';
import { CopyButton } from '#kit/copy-button.tsx';
import { FieldError } from '#kit/field.tsx';
import { download, sheetText } from '#recovery-codes/sheet.ts';

type Props = {
  readonly made: Call['generateRecoveryCodes']['response'];
  readonly finishLabel: string;
  readonly onFinish: () => void;
};

export function CodeSheet({ made, finishLabel, onFinish }: Props) {
  const { organisation } = useConfiguration();
  const heading = t('recovery.sheet.title', { organisation });
  const { codes } = made;
  const facts = [
    [t('recovery.sheet.account'), made.account],
    [t('recovery.sheet.date'), dayOf(made.madeAt)],
  ] as const;
  const text = sheetText({ heading, facts, codes });
  return (
    <>
      <p className="lead">{t('recovery.once')}</p>
      <section className="sheet" aria-label={t('recovery.sheet.label')}>
        <h2 className="print-only">{heading}</h2>
        <dl className="print-only">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <ol>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <p className="print-only">{t('recovery.sheet.how')}</p>
      </section>
      <div className="actions">
        <CopyButton text={text} label={t('recovery.copy')} />
        <Button onPress={() => download(t('recovery.file'), text)}>{t('recovery.download')}</Button>
        <Button onPress={() => print()}>{t('recovery.print')}</Button>
      </div>
      <SavedForm finishLabel={finishLabel} onFinish={onFinish} />
    </>
  );
}

function SavedForm({ finishLabel, onFinish }: Omit<Props, 'made'>) {
  const box = useRef<HTMLInputElement>(null);
  const errorId = useId();
  const [forgotten, setForgotten] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const saved = box.current?.checked === true;
    setForgotten(!saved);
    if (saved) onFinish();
    else box.current?.focus();
  }

  return (
    <form onSubmit={submit} noValidate>
      <FieldError id={errorId} text={forgotten ? t('recovery.saved.missing') : undefined} />
      <label className="check">
        <input
          ref={box}
          type="checkbox"
          name="saved"
          aria-invalid={forgotten || undefined}
          aria-describedby={forgotten ? errorId : undefined}
        />
        <span>{t('recovery.saved')}</span>
      </label>
      <Button type="submit" look="primary">
        {finishLabel}
      </Button>
    </form>
  );
}
