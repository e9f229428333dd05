import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import { base64Of } from '#admin/base64-of.ts';
import type { BrandFormProps } from '#admin/brand/brand-screen.tsx';
import { isOn, Switch } from '#admin/policy/fields.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Field } from '#kit/field.tsx';
import { useCall } from '#kit/use-call.ts';

const MOST_BYTES = 100 * 1024;

function pictureIn(data: FormData): File | undefined {
  const file = data.get('file');
  const isFit = file instanceof File && file.size > 0 && file.size <= MOST_BYTES;
  return isFit ? file : undefined;
}

export function LogoForm({ client, brand: { logo }, onChanged }: BrandFormProps) {
  const [wrong, setWrong] = useState(false);
  const call = useCall();
  const submit = (data: FormData, reason: string): void => {
    const isRemoval = isOn(data, 'remove');
    const picture = pictureIn(data);
    setWrong(!isRemoval && picture === undefined);
    if (!isRemoval && picture === undefined) return;
    void call.run(async () => {
      const given = isRemoval || picture === undefined ? {} : { logo: await base64Of(picture) };
      return client('setLogo', { body: { reason, ...given } });
    }, onChanged);
  };
  return (
    <ReasonForm call={call} label={t('brand.logo.save')} onSubmit={submit}>
      <Field
        label={t('brand.logo.file')}
        name="file"
        hint={t('brand.logo.file.hint')}
        error={wrong ? t('brand.logo.empty') : undefined}
        input={{ type: 'file', accept: 'image/png,image/jpeg,image/webp' }}
      />
      {logo === undefined ? null : (
        <Switch label={t('brand.logo.remove')} name="remove" on={false} />
      )}
    </ReasonForm>
  );
}

/** What pages show now. */
export const CurrentLogo = ({ brand: { logo } }: Pick<BrandFormProps, 'brand'>) =>
  logo === undefined ? (
    <p>{t('brand.logo.none')}</p>
  ) : (
    <img
      className="brand-logo"
      src={logo.address}
      alt={t('brand.logo.now', { kilobytes: Math.ceil(logo.bytes / 1024) })}
    />
  );
