import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useState } from 'react';
import { readScanned } from '#camera/read-scanned.ts';
import { activate } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { codeOf, Problem } from '#kit/problem.tsx';
import { Screen } from '#kit/screen.tsx';
import { textOf } from '#kit/text-of.ts';
import { ToScan } from '#screens/to-scan.tsx';
import { nameOfThisPhone } from '#screens/name-of-this-phone.ts';

type Props = {
  /** From a scanned link; absent: it is typed. */
  readonly code: string | undefined;
  readonly onScan: () => void;
  readonly onAdded: (account: DeviceAccount) => void;
  readonly onBack: () => void;
};

/** The eight characters, or the whole address that an old phone shows beside its picture. */
function readTyped(text: string): string {
  const scanned = readScanned(text, location.origin);
  return scanned.kind === 'activation' ? scanned.code : text;
}

/** A key is made here, and answers to the code that the other screen shows. */
export function Activate({ code, onScan, onAdded, onBack }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof codeOf>>();
  const [missing, setMissing] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const given = code ?? readTyped(textOf(form, 'code'));
    setMissing(given === '');
    if (given === '') return;
    setBusy(true);
    const name = textOf(form, 'name') || nameOfThisPhone(navigator.userAgent);
    const outcome = await activate(given, name);
    setBusy(false);
    setProblem(codeOf(outcome));
    if (outcome.kind === 'ok') onAdded(outcome.value);
  }

  return (
    <Screen title={t('activate.title')}>
      <p>{code === undefined ? t('activate.typed') : t('activate.scanned')}</p>
      {code === undefined ? <ToScan onScan={onScan} /> : null}
      <form onSubmit={(event) => void submit(event)} noValidate>
        {code === undefined ? (
          <Field
            label={t('activate.code')}
            hint={t('activate.code.hint')}
            input={{
              name: 'code',
              autoComplete: 'off',
              autoCapitalize: 'characters',
              maxLength: 256,
            }}
          />
        ) : null}
        {missing ? (
          <p className="field-error" role="alert">
            {t('activate.code.missing')}
          </p>
        ) : null}
        <Field
          label={t('activate.name')}
          hint={t('activate.name.hint')}
          input={{
            name: 'name',
            defaultValue: nameOfThisPhone(navigator.userAgent),
            autoComplete: 'off',
            maxLength: 64,
          }}
        />
        <Problem code={problem} />
        <Button type="submit" look="primary" busy={busy}>
          {t('activate.submit')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {t('action.cancel')}
        </Button>
      </form>
    </Screen>
  );
}
