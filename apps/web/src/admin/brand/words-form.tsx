import { t } from '@proofup/ui/admin-text.ts';
import type { BrandFormProps } from '#admin/brand/brand-screen.tsx';
import { isOn, Switch } from '#admin/policy/fields.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { useCall } from '#kit/use-call.ts';

/** Of packages/ui, for where to begin. */
const STANDARD = '#1756c2';

export function WordsForm({ client, brand, onChanged }: BrandFormProps) {
  const call = useCall();
  const submit = (data: FormData, reason: string): void => {
    const organisation = textOf(data, 'organisation').trim();
    const accent = textOf(data, 'accent').toLowerCase();
    const body = {
      reason,
      ...(organisation === '' ? {} : { organisation }),
      ...(isOn(data, 'ownAccent') ? { accent } : {}),
    };
    void call.run(() => client('setBrand', { body }), onChanged);
  };
  return (
    <ReasonForm call={call} label={t('brand.save')} onSubmit={submit}>
      <Field
        label={t('brand.name')}
        name="organisation"
        hint={t('brand.name.hint', { settled: brand.settled })}
        input={{
          type: 'text',
          maxLength: 40,
          autoComplete: 'off',
          defaultValue: brand.organisation ?? '',
        }}
      />
      <Switch label={t('brand.colour.own')} name="ownAccent" on={brand.accent !== undefined} />
      <Field
        label={t('brand.colour')}
        name="accent"
        hint={t('brand.colour.hint')}
        input={{ type: 'color', defaultValue: brand.accent ?? STANDARD }}
      />
    </ReasonForm>
  );
}
