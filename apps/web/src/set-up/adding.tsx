import type { Client } from '@proofup/contract/client.ts';
import { lazy, Suspense } from 'react';
import { AddApp } from '#binding/add-app.tsx';
import { AddPhone } from '#binding/add-phone.tsx';
import { Loading } from '#kit/loading.tsx';
import { AddPasskey } from '#passkey/add-passkey.tsx';
import type { Contact } from '#set-up/places.ts';
import type { Options } from '#set-up/use-set-up.ts';

const AddDevice = lazy(async () => ({
  default: (await import('#binding/add-device.tsx')).AddDevice,
}));

type Props = {
  readonly client: Client;
  readonly contact: Contact;
  readonly options: Options;
  /** The first fills steps 1 and 2, a second is all of step 3. */
  readonly first: boolean;
  readonly onSafer: () => void;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

const FIRST = [1, 2] as const;
const SECOND = [3, 3] as const;

export function Adding({ contact, options, first, onSafer, ...rest }: Props) {
  const steps = first ? FIRST : SECOND;
  if (contact === 'passkey') return <AddPasskey {...rest} step={steps[0]} />;
  if (contact === 'device') {
    return (
      <Suspense fallback={<Loading />}>
        <AddDevice {...rest} steps={steps} />
      </Suspense>
    );
  }
  return contact === 'app' ? (
    <AddApp {...rest} steps={steps} />
  ) : (
    <AddPhone
      {...rest}
      steps={steps}
      slot={contact}
      countries={options.countries}
      onSafer={options.app ? onSafer : undefined}
    />
  );
}
