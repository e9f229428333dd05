import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { Section } from '#security-info/section.tsx';

const WORDS: Readonly<Record<UserDetailsView['risk'][number], () => string>> = {
  blocked: () => t('people.risk.blocked'),
  'no-method': () => t('people.risk.no-method'),
  'phone-only': () => t('people.risk.phone-only'),
  'one-method': () => t('people.risk.one-method'),
  'wrong-steps': () => t('people.risk.wrong-steps'),
  'method-off': () => t('people.risk.method-off'),
  'method-frozen': () => t('people.risk.method-frozen'),
  reported: () => t('people.risk.reported'),
};

export const RiskPanel = ({ details: { risk } }: { readonly details: UserDetailsView }) => (
  <Section id="risk" title={t('people.risk')}>
    {risk.length === 0 ? <p>{t('people.risk.none')}</p> : null}
    <ul className="signals">
      {risk.map((signal) => (
        <li key={signal}>{WORDS[signal]()}</li>
      ))}
    </ul>
  </Section>
);
