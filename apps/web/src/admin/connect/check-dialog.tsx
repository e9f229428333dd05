import type { FindingView, TenantView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = Pick<AdminProps, 'client'> & {
  readonly tenant: TenantView;
  readonly onClose: () => void;
};

export function CheckDialog({ client, tenant, onClose }: Props) {
  const [findings, setFindings] = useState<readonly FindingView[]>();
  const call = useCall();
  const title = t('entra.check.title', { name: tenant.name });
  const check = () =>
    void call.run(
      () => client('checkTenant', { params: { partyId: tenant.id } }),
      (checked) => setFindings(checked.findings),
    );
  useOnce(check);
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        {findings === undefined && call.failure === undefined ? <Loading /> : null}
        <FailureNotice call={call} />
        <ul className="rows">
          {findings?.map((finding) => (
            <Finding key={finding.step} finding={finding} />
          ))}
        </ul>
        <div className="actions">
          <Button look="primary" busy={call.busy} onPress={check}>
            {t('entra.check.again')}
          </Button>
          <Button onPress={onClose}>{t('help.close')}</Button>
        </div>
      </Screen>
    </Modal>
  );
}

const Finding = ({
  finding: { step, state, what, mistake },
}: {
  readonly finding: FindingView;
}) => (
  <li className="row">
    <div className="row-text">
      <h3 className="row-title">{STEPS[step]()}</h3>
      {mistake === undefined ? null : <p>{MISTAKES[mistake]()}</p>}
      <p className="row-value">{what}</p>
    </div>
    <ul className="marks">
      <li className={LOOKS[state]}>{STATES[state]()}</li>
    </ul>
  </li>
);

const LOOKS = { good: 'good', wrong: 'danger', unknown: 'advice' } as const;

const STEPS: Readonly<Record<FindingView['step'], () => string>> = {
  https: () => t('entra.step.https'),
  discovery: () => t('entra.step.discovery'),
  keys: () => t('entra.step.keys'),
  tenant: () => t('entra.step.tenant'),
  requests: () => t('entra.step.requests'),
};

const STATES: Readonly<Record<FindingView['state'], () => string>> = {
  good: () => t('entra.state.good'),
  wrong: () => t('entra.state.wrong'),
  unknown: () => t('entra.state.unknown'),
};

const MISTAKES: Readonly<Record<NonNullable<FindingView['mistake']>, () => string>> = {
  'not-https': () => t('mistake.not-https'),
  'discovery-unreachable': () => t('mistake.discovery-unreachable'),
  'discovery-changed': () => t('mistake.discovery-changed'),
  'keys-wrong': () => t('mistake.keys-wrong'),
  'wrong-tenant': () => t('mistake.wrong-tenant'),
  'tenant-unreachable': () => t('mistake.tenant-unreachable'),
  'no-request': () => t('mistake.no-request'),
  'wrong-client-id': () => t('mistake.wrong-client-id'),
  'wrong-audience': () => t('mistake.wrong-audience'),
  'foreign-redirect': () => t('mistake.foreign-redirect'),
  'requests-refused': () => t('mistake.requests-refused'),
};
