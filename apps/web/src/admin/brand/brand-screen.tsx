import type { BrandView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CurrentLogo, LogoForm } from '#admin/brand/logo-form.tsx';
import { WordsForm } from '#admin/brand/words-form.tsx';
import { may } from '#admin/may.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

export type BrandFormProps = {
  readonly client: AdminClient;
  readonly brand: BrandView;
  readonly onChanged: (brand: BrandView) => void;
};

type Read = { readonly brand: BrandView; readonly changes: number };

/** How the organisation presents itself to its people. */
export function BrandScreen({ client, role }: AdminProps) {
  const [read, setRead] = useState<Read>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const take = (brand: BrandView): void =>
    setRead((before) => ({ brand, changes: (before?.changes ?? 0) + 1 }));
  useOnce(() => void call.run(() => client('getBrand', {}), take));
  if (read === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  const { brand, changes } = read;
  const onChanged = (next: BrandView): void => {
    take(next);
    setSaid({ text: t('brand.saved') });
  };
  const given = { client, brand, onChanged };
  const mayChange = may(role, 'setBrand');
  return (
    <Screen title={t('brand.title')}>
      <p>{t('brand.lead')}</p>
      <Said said={said} />
      <h2>{t('brand.words')}</h2>
      <div className="panel brand-part">
        {mayChange ? <WordsForm key={changes} {...given} /> : <Words brand={brand} />}
      </div>
      <h2>{t('brand.logo')}</h2>
      <div className="panel brand-part">
        <CurrentLogo brand={brand} />
        {mayChange ? <LogoForm key={changes} {...given} /> : null}
      </div>
    </Screen>
  );
}

const Words = ({ brand: { organisation, settled, accent } }: { readonly brand: BrandView }) => (
  <dl className="facts">
    <dt>{t('brand.name')}</dt>
    <dd>{organisation ?? settled}</dd>
    <dt>{t('brand.colour')}</dt>
    <dd>{accent ?? t('brand.colour.standard')}</dd>
  </dl>
);
