import type { Client } from '@proofup/contract/client.ts';
import type { Call, SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t as deviceText } from '@proofup/ui/device-text.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type ReactNode, useState } from 'react';
import { AddApp } from '#binding/add-app.tsx';
import { AddDevice } from '#binding/add-device.tsx';
import { AddPhone } from '#binding/add-phone.tsx';
import { SLOT_TITLES, SLOTS } from '#binding/slots.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Card } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { ChangePassword } from '#password/change-password.tsx';
import { navigate, useSearch } from '#router.ts';
import { AddPasskey } from '#passkey/add-passkey.tsx';
import { RecoveryCodes } from '#recovery-codes/recovery-codes.tsx';

type Props = {
  readonly client: Client;
  readonly info: SecurityInfoView | undefined;
  readonly onDone: (message: string) => void;
  /** Shown while nothing is being added. */
  readonly children: ReactNode;
};

const HERE = '/security-info';

/** In the address, so that the browser's Back leads back to the list. */
export const startChange = (what: string): void => navigate(`${HERE}?change=${what}`);

const back = () => navigate(HERE);

export function Change(props: Props) {
  const { client, onDone } = props;
  const onAdded = () => {
    navigate(HERE);
    onDone(deviceText('device.saved'));
  };
  return useSearch().get('change') === 'device' ? (
    <Card>
      <AddDevice {...{ client, onAdded }} onBack={back} />
    </Card>
  ) : (
    <OtherChange {...props} />
  );
}

function OtherChange({ client, info, onDone, children }: Props) {
  const what = useSearch().get('change');
  const slot = SLOTS.find((known) => known === what);

  function done(message: string): void {
    navigate(HERE);
    onDone(message);
  }

  if (slot !== undefined) {
    const onAdded = () => done(t('security-info.saved', { what: SLOT_TITLES[slot]() }));
    return (
      <Card key={slot}>
        <PhoneWithCountries {...{ client, slot, onAdded }} onBack={back} />
      </Card>
    );
  }
  if (what === 'app') {
    return (
      <Card>
        <AddApp client={client} onAdded={() => done(t('security-info.saved.app'))} onBack={back} />
      </Card>
    );
  }
  if (what === 'passkey') {
    const onAdded = () => done(t('security-info.saved.passkey'));
    return (
      <Card>
        <AddPasskey {...{ client, onAdded }} onBack={back} />
      </Card>
    );
  }
  if (what === 'codes') {
    return (
      <Card>
        <RecoveryCodes
          client={client}
          title={t('recovery.title')}
          replaces={info?.methods.some(({ kind }) => kind === 'saved-recovery-codes') === true}
          finishLabel={t('action.done')}
          onFinish={() => done(t('security-info.saved.codes'))}
        >
          <Button look="quiet" onPress={back}>
            {t('action.back')}
          </Button>
        </RecoveryCodes>
      </Card>
    );
  }
  if (what === 'password') {
    const onChanged = () => done(t('password.changed'));
    return (
      <Card>
        <ChangePassword {...{ client, onChanged }} onBack={back} />
      </Card>
    );
  }
  return children;
}

type PhoneProps = Pick<Parameters<typeof AddPhone>[0], 'client' | 'slot' | 'onAdded' | 'onBack'>;

function PhoneWithCountries({ client, slot, onAdded, onBack }: PhoneProps) {
  const [options, setOptions] = useState<Call['getSetUpOptions']['response']>();
  const call = useCall();

  useOnce(() => void call.run(() => client('getSetUpOptions', {}), setOptions));

  if (options !== undefined) {
    return <AddPhone {...{ client, slot, onAdded, onBack }} countries={options.countries} />;
  }
  return (
    <Screen title={SLOT_TITLES[slot]()}>
      {call.failure === undefined ? <Loading /> : null}
      <FailureNotice call={call} />
      <Button look="quiet" onPress={onBack}>
        {t('action.back')}
      </Button>
    </Screen>
  );
}
