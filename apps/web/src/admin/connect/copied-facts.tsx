import { t } from '@proofup/ui/admin-text.ts';
import { CopyButton } from '#kit/copy-button.tsx';

type Props = { readonly facts: readonly (readonly [what: string, value: string])[] };

/** Values that are typed somewhere else, each to be copied. */
export const CopiedFacts = ({ facts }: Props) => (
  <dl className="copied-facts">
    {facts.map(([what, value]) => (
      <div key={what}>
        <dt>{what}</dt>
        <dd>
          <code>{value}</code>
          <CopyButton text={value} label={t('entra.copy', { what })} />
        </dd>
      </div>
    ))}
  </dl>
);
