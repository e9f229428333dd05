import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useState } from 'react';
import type { Codes } from '#codes/use-codes.ts';
import { LEAST_PASSPHRASE } from '#codes/transfer/export-file.ts';
import { writeExport } from '#codes/transfer/write-export.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/text-of.ts';

const PASSPHRASE = { type: 'password', autoComplete: 'new-password', maxLength: 256 } as const;

/** A file that opens by its passphrase and by nothing else, this app included. */
export function SaveCodes({ codes }: Codes) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isSaved, setSaved] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const [passphrase, again] = [textOf(form, 'passphrase'), textOf(form, 'again')];
    const wrong = whatIsWrong(passphrase, again);
    setProblem(wrong);
    setSaved(false);
    if (wrong !== undefined) return;
    setBusy(true);
    const file = await writeExport(codes, passphrase);
    setBusy(false);
    download(JSON.stringify(file));
    form.reset();
    setSaved(true);
  }

  if (codes.length === 0) return null;
  return (
    <section className="part" aria-labelledby="save-codes">
      <h2 id="save-codes">{t('export.title')}</h2>
      <p>{t('export.lead')}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t('export.passphrase')}
          hint={t('export.passphrase.hint', { letters: LEAST_PASSPHRASE })}
          input={{ name: 'passphrase', ...PASSPHRASE }}
        />
        <Field label={t('export.again')} input={{ name: 'again', ...PASSPHRASE }} />
        {problem === undefined ? null : (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
        {isSaved ? <p role="status">{t('export.done')}</p> : null}
        <Button type="submit" busy={busy}>
          {t('export.submit')}
        </Button>
      </form>
    </section>
  );
}

function whatIsWrong(passphrase: string, again: string): string | undefined {
  if (passphrase.length < LEAST_PASSPHRASE) {
    return t('export.too-short', { letters: LEAST_PASSPHRASE });
  }
  return passphrase === again ? undefined : t('export.not-the-same');
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `authenticator-codes-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
