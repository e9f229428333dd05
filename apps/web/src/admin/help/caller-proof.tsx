import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useRef, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { SelectField } from '#admin/select-field.tsx';
import type { Choices } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly details: UserDetailsView;
  /** Neither a number nor words. */
  readonly wrong: boolean;
};

const SHORTEST = 3;

/** What the form says of the caller; undefined: nothing. */
export function callerProofIn(data: FormData) {
  const callerCheck = textOf(data, 'callerCheck');
  if (callerCheck !== '') return { callerCheck };
  const callerVerifiedBy = textOf(data, 'verified').trim();
  return callerVerifiedBy.length < SHORTEST ? undefined : { callerVerifiedBy };
}

/** A number that the caller reads out, or else words about how it is known who is calling. */
export function CallerProof({ client, details, wrong }: Props) {
  const [passed, setPassed] = useState<string>();
  if (passed !== undefined) {
    return (
      <>
        <input type="hidden" name="callerCheck" value={passed} />
        <p className="notice good" role="status">
          {t('help.caller.passed')}
        </p>
      </>
    );
  }
  const ways = waysOf(details);
  return (
    <fieldset className="caller">
      <legend>{t('help.caller')}</legend>
      {ways.length === 0 ? null : (
        <SendNumber {...{ client, details, ways }} onPassed={setPassed} />
      )}
      <Field
        label={t('help.verified')}
        name="verified"
        hint={t('help.verified.hint')}
        error={wrong ? t('help.verified.empty') : undefined}
        input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
      />
    </fieldset>
  );
}

/** Each a way and, but for mail, the method: `text 018f…`. */
function waysOf({ methods, user }: UserDetailsView): Choices {
  const phones = methods.filter(({ kind, state }) => kind === 'phone' && state === 'active');
  const numbers = phones.flatMap(({ id, slot, masked: number = '' }) => [
    ...(slot === 'office' ? [] : [[`text ${id}`, t('help.caller.text', { number })] as const]),
    [`call ${id}`, t('help.caller.call', { number })] as const,
  ]);
  const apps = methods
    .filter(({ kind, state }) => kind === 'device' && state === 'active')
    .map(({ id, name = '' }) => [`app ${id}`, t('person.caller.app', { name })] as const);
  const mail =
    user.email === undefined
      ? []
      : [['mail', t('help.caller.mail', { email: user.email })] as const];
  return [...apps, ...numbers, ...mail];
}

type SendProps = Omit<Props, 'wrong'> & {
  readonly ways: Choices;
  readonly onPassed: (checkId: string) => void;
};

function SendNumber({ client, details: { user }, ways, onPassed }: SendProps) {
  const box = useRef<HTMLDivElement>(null);
  const call = useCall();
  const [checkId, setCheckId] = useState<string>();
  const read = (name: string): string =>
    box.current?.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)?.value ??
    '';

  const send = (): void => {
    const [via = '', methodId] = read('way').split(' ');
    const known = (['text', 'call', 'mail', 'app'] as const).find((one) => one === via) ?? 'mail';
    const body = {
      reason: t('help.caller'),
      via: known,
      ...(methodId === undefined ? {} : { methodId }),
    };
    void call.run(
      () => client('sendCallerNumber', { params: { userId: user.id }, body }),
      (sent) => setCheckId(sent.checkId),
    );
  };
  const compare = (id: string) => (): void => {
    const body = { number: read('callerNumber').trim() || '-' };
    void call.run(
      () => client('confirmCallerNumber', { params: { checkId: id }, body }),
      (done) => onPassed(done.checkId),
    );
  };

  return (
    <div ref={box}>
      <SelectField label={t('help.caller.via')} name="way" choices={ways} />
      <Button busy={call.busy} onPress={send}>
        {t('help.caller.send')}
      </Button>
      {checkId === undefined ? null : (
        <>
          <p role="status">{t('help.caller.sent')}</p>
          <Field
            label={t('help.caller.number')}
            name="callerNumber"
            input={{ type: 'text', inputMode: 'numeric', maxLength: 20, autoComplete: 'off' }}
          />
          <Button busy={call.busy} onPress={compare(checkId)}>
            {t('help.caller.compare')}
          </Button>
        </>
      )}
      <FailureNotice call={call} />
    </div>
  );
}
