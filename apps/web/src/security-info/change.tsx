import type { Client } from '@proofup/contract/client.ts';
import type { Call, SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t as deviceText } from '@proofup/ui/device-text.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { type ReactNode, useState } from 'react';
import { ActivateToken } from '#binding/activate-token.tsx';
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
import { MoveApp } from '#security-info/move-app.tsx';

type Props = {
  readonly client: Client;
  /** Whose methods and password they are. */
  readonly login: string;
  readonly info: SecurityInfoView | undefined;
  readonly onDone: (message: string) => void;
  /** Shown while nothing is being added. */
  readonly children: ReactNode;
};

const HERE = '/security-info';

/** In the address, so that the browser's Back leads back to the list. */
export const startChange = (what: string): void => navigate(`${HERE}?change=${what}`);
export const startMove = (id: string): void => startChange(`move&method=${id}`);

const back = () => navigate(HERE);

type ChangeProps = Omit<Props, 'children' | 'onDone'> & {
  readonly search: URLSearchParams;
  readonly done: (message: string) => void;
};

const CHANGES: Readonly<Record<string, (props: ChangeProps) => ReactNode>> = {
  ...Object.fromEntries(
    SLOTS.map((slot) => [
      slot,
      ({ client, info, done }: ChangeProps) => (
        <PhoneWithCountries
          {...{ client, slot }}
          onAdded={() => done(t('security-info.saved', { what: SLOT_TITLES[slot]() }))}
          onSafer={info?.mayAdd.app === true ? () => startChange('app') : undefined}
          onBack={back}
        />
      ),
    ]),
  ),
  app: ({ client, done }) => (
    <AddApp client={client} onAdded={() => done(t('security-info.saved.app'))} onBack={back} />
  ),
  device: ({ client, done }) => (
    <AddDevice client={client} onAdded={() => done(deviceText('device.saved'))} onBack={back} />
  ),
  passkey: ({ client, done }) => (
    <AddPasskey
      client={client}
      onAdded={() => done(t('security-info.saved.passkey'))}
      onBack={back}
    />
  ),
  'hardware-token': ({ client, done }) => (
    <ActivateToken
      client={client}
      onAdded={() => done(t('security-info.saved.hardware-token'))}
      onBack={back}
    />
  ),
  move: ({ client, info, search, done }) =>
    info === undefined ? (
      <Loading />
    ) : (
      <MoveApp
        client={client}
        method={info.methods.find(({ id }) => id === search.get('method'))}
        onMoved={() => done(t('moved.said'))}
        onBack={back}
      />
    ),
  codes: ({ client, info, done }) => (
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
  ),
  password: ({ client, login, done }) => (
    <ChangePassword
      {...{ client, login }}
      onChanged={() => done(t('password.changed'))}
      onBack={back}
    />
  ),
};

export function Change({ client, login, info, onDone, children }: Props) {
  const search = useSearch();
  const what = search.get('change') ?? '';
  const Shown = Object.hasOwn(CHANGES, what) ? CHANGES[what] : undefined;

  function done(message: string): void {
    navigate(HERE);
    onDone(message);
  }

  if (Shown === undefined) return children;
  return (
    <Card key={search.toString()}>
      <Shown {...{ client, login, info, search, done }} />
    </Card>
  );
}

type PhoneProps = Omit<Parameters<typeof AddPhone>[0], 'countries'>;

function PhoneWithCountries(props: PhoneProps) {
  const { client, slot, onBack } = props;
  const [options, setOptions] = useState<Call['getSetUpOptions']['response']>();
  const call = useCall();

  useOnce(() => void call.run(() => client('getSetUpOptions', {}), setOptions));

  if (options !== undefined) return <AddPhone {...props} countries={options.countries} />;
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
