import type { Client } from '@proofup/contract/client.ts';
import type { BindingView, CountryView } from '@proofup/contract/schemas.ts';
import { useState } from 'react';
import { PhoneForm, type Slot } from '#binding/phone-form.tsx';
import { VerifyBinding } from '#binding/verify-binding.tsx';

type Props = {
  readonly client: Client;
  readonly slot: Slot;
  readonly countries: readonly CountryView[];
  /** Where in the set-up typing the number and proving it are. */
  readonly steps?: readonly [choosing: number, proving: number];
  /** Adds something safer instead, where that may be. */
  readonly onSafer?: (() => void) | undefined;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

export function AddPhone(props: Props) {
  const { client, slot, countries, steps, onSafer, onAdded, onBack } = props;
  const [binding, setBinding] = useState<BindingView>();

  if (binding === undefined) {
    return (
      <PhoneForm
        {...{ client, slot, countries, onSafer, onBack }}
        step={steps?.[0]}
        onBound={setBinding}
      />
    );
  }
  return (
    <VerifyBinding
      {...{ client, binding, onAdded }}
      step={steps?.[1]}
      onBinding={setBinding}
      onOtherNumber={() => {
        setBinding(undefined);
        void client('cancelBinding', { params: { bindingId: binding.id } });
      }}
    />
  );
}
