import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useState } from 'react';
import type { Codes } from '#codes/use-codes.ts';
import { type ReadExport, readExport } from '#codes/transfer/read-export.ts';
import { withoutDuplicates } from '#codes/transfer/without-duplicates.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/text-of.ts';

const PROBLEMS: Readonly<Record<Exclude<ReadExport['kind'], 'read'>, () => string>> = {
  'no-export': () => t('import.no-export'),
  newer: () => t('import.newer'),
  damaged: () => t('import.damaged'),
  'wrong-passphrase': () => t('import.wrong-passphrase'),
};

/** From a file that was saved on this or another phone. */
export function BringCodes({ codes, add }: Codes) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();

  async function bring(form: HTMLFormElement, file: File): Promise<void> {
    const read = await readExport(await file.text(), textOf(form, 'passphrase'));
    if (read.kind !== 'read') {
      setProblem(PROBLEMS[read.kind]());
      return;
    }
    const news = withoutDuplicates(read.accounts, codes);
    await add(...news);
    const known = read.accounts.length - news.length;
    setSaid(t('import.done', { added: news.length, known }));
    form.reset();
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const file = new FormData(form).get('file');
    setProblem(undefined);
    setSaid(undefined);
    if (!(file instanceof File) || file.size === 0) {
      setProblem(t('import.no-file'));
      return;
    }
    setBusy(true);
    await bring(form, file);
    setBusy(false);
  }

  return (
    <section className="part" aria-labelledby="bring-codes">
      <h2 id="bring-codes">{t('import.title')}</h2>
      <p>{t('import.lead')}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t('import.file')}
          input={{ name: 'file', type: 'file', accept: '.json,application/json' }}
        />
        <Field
          label={t('export.passphrase')}
          input={{ name: 'passphrase', type: 'password', autoComplete: 'off', maxLength: 256 }}
        />
        {problem === undefined ? null : (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
        {said === undefined ? null : <p role="status">{said}</p>}
        <Button type="submit" busy={busy}>
          {t('import.submit')}
        </Button>
      </form>
    </section>
  );
}
