import type { Client } from '@proofup/contract/client.ts';
import type { BindingView, CountryView, OptionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { type FormEvent, useState } from 'react';
import { countriesFor, likelyCountry, type Mode, modesFor } from '#binding/countries.ts';
import { PhoneFields } from '#binding/phone-fields.tsx';
import { SLOT_TITLES } from '#binding/slots.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';

export type Slot = NonNullable<OptionView['slot']>;

type Props = {
  readonly client: Client;
  readonly slot: Slot;
  readonly countries: readonly CountryView[];
  readonly step?: number | undefined;
  readonly onSafer?: (() => void) | undefined;
  readonly onBound: (binding: BindingView) => void;
  readonly onBack: () => void;
};

export function PhoneForm(props: Props) {
  const { slot, step, onSafer, onBack } = props;
  const { call, submit, ...fields } = usePhoneForm(props);
  const refused = codeOf(call.failure) === 'number_unavailable';
  return (
    <Screen title={SLOT_TITLES[slot]()} step={step}>
      <Risk onSafer={onSafer} />
      <form onSubmit={submit} noValidate>
        <PhoneFields {...fields} slot={slot} refused={refused} />
        <FailureNotice call={refused ? { ...call, failure: undefined } : call} />
        <div className="actions">
          <Button type="submit" look="primary" busy={call.busy}>
            {t('action.next')}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {t('action.back')}
          </Button>
        </div>
      </form>
    </Screen>
  );
}

function usePhoneForm({ client, slot, countries, onBound }: Props) {
  const modes = modesFor(slot, countries);
  const [mode, setMode] = useState<Mode>(modes[0] ?? 'call');
  const offered = countriesFor(mode, countries);
  const [country, setCountry] = useState(() => likelyCountry(offered, navigator.languages));
  const [missing, setMissing] = useState<readonly string[]>([]);
  const call = useCall();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const number = textOf(data, 'number').trim();
    const extension = textOf(data, 'extension').replaceAll(/\D/g, '');
    // A country that texts reach may be one that calls do not.
    const reachable = offered.some(({ code }) => code === country);
    const blank = [reachable ? '' : 'country', number === '' ? 'number' : ''].filter(Boolean);
    setMissing(blank);
    if (blank.length > 0) {
      focusFirst(event.currentTarget, blank);
      return;
    }
    const body = { slot, number, country, via: mode, ...(extension === '' ? {} : { extension }) };
    void call.run(() => client('bindPhone', { body }), onBound);
  }

  return { call, submit, modes, mode, setMode, offered, country, setCountry, missing };
}

/** Said before the choice is made (SP 800-63B-4 section 3.2.9: the phone network is restricted). */
function Risk({ onSafer }: Pick<Props, 'onSafer'>) {
  return (
    <div className="risk">
      <p>{t('phone.risk')}</p>
      {onSafer === undefined ? null : (
        <Button look="quiet" onPress={onSafer}>
          {t('phone.risk.app')}
        </Button>
      )}
    </div>
  );
}
