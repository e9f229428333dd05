import type { TrialView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { TYPE_WORDS } from '#admin/people/method-words.ts';
import { toPart } from '#admin/places.ts';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = Pick<AdminProps, 'client'> & { readonly trialId: string };

/** What came of a trial, read once: the answer that Entra would have got, in plain words. */
export function TrialScreen({ client, trialId }: Props) {
  const [trial, setTrial] = useState<TrialView>();
  const call = useCall();
  useOnce(() => void call.run(() => client('readTrial', { params: { trialId } }), setTrial));
  return (
    <Screen title={t('trial.title')}>
      {trial === undefined && call.failure === undefined ? <Loading /> : null}
      {call.failure === undefined ? null : <p>{t('trial.over')}</p>}
      <FailureNotice call={call} />
      {trial === undefined ? null : <Outcome trial={trial} />}
      <p>
        <Link to={toPart('entra')}>{t('trial.back')}</Link>
      </p>
    </Screen>
  );
}

const OUTCOMES: Readonly<Record<TrialView['state'], (tenant: string) => string>> = {
  waiting: () => t('trial.waiting'),
  verified: (tenant) => t('trial.verified', { tenant }),
  failed: () => t('trial.failed'),
  'too-late': () => t('trial.too-late'),
};

function Outcome({ trial }: { readonly trial: TrialView }) {
  const { state, tenant, answersTo, claims, findings = [] } = trial;
  return (
    <>
      <p className="lead">{OUTCOMES[state](tenant)}</p>
      {claims === undefined ? null : <Claims trial={trial} claims={claims} />}
      {findings.length === 0 ? null : <Findings findings={findings} />}
      <p className="row-value">
        {t('trial.answers')} <code>{answersTo}</code>
      </p>
    </>
  );
}

type ClaimsProps = {
  readonly trial: TrialView;
  readonly claims: NonNullable<TrialView['claims']>;
};

function Claims({ trial: { method }, claims }: ClaimsProps) {
  const said = method === undefined ? '' : TYPE_WORDS[method]();
  const facts: readonly (readonly [name: string, value: string, words: string])[] = [
    ['amr', claims.amr.join(' '), t('trial.amr', { method: said })],
    ['acr', claims.acr, t('trial.acr')],
    ['sub', claims.sub, t('trial.sub')],
    ['exp', localTime(claims.exp), t('trial.exp')],
    ['aud', claims.aud, t('trial.aud')],
    ['iss', claims.iss, t('trial.iss')],
  ];
  return (
    <>
      <h2>{t('trial.claims')}</h2>
      <dl className="copied-facts">
        {facts.map(([name, value, words]) => (
          <div key={name}>
            <dt>
              <code>{name}</code> {words}
            </dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type Finding = NonNullable<TrialView['findings']>[number];

const CHECKS: Readonly<Record<Finding['what'], () => string>> = {
  signature: () => t('trial.check.signature'),
  issuer: () => t('trial.check.issuer'),
  audience: () => t('trial.check.audience'),
  subject: () => t('trial.check.subject'),
  nonce: () => t('trial.check.nonce'),
  acr: () => t('trial.check.acr'),
  amr: () => t('trial.check.amr'),
  time: () => t('trial.check.time'),
};

const Findings = ({ findings }: { readonly findings: readonly Finding[] }) => (
  <>
    <h2>{t('trial.checks')}</h2>
    <ul className="rows panel">
      {findings.map(({ what, isGood }) => (
        <li className="row" key={what}>
          <p className="row-text">{CHECKS[what]()}</p>
          <ul className="marks">
            <li className={isGood ? 'good' : 'danger'}>
              {isGood ? t('entra.state.good') : t('entra.state.wrong')}
            </li>
          </ul>
        </li>
      ))}
    </ul>
  </>
);
