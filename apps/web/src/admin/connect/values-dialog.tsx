import type { Call, TenantView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { CopiedFacts } from '#admin/connect/copied-facts.tsx';
import { Button } from '#kit/button.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';

type Props = {
  readonly tenant: TenantView;
  readonly paste: Call['listTenants']['response']['paste'];
  readonly onClose: () => void;
};

/** Every value that the Microsoft Entra admin center asks for, in its own words and order. */
export const ValuesDialog = ({ tenant, paste, onClose }: Props) => (
  <Modal label={t('entra.values')} onClose={onClose}>
    <Screen title={t('entra.values')}>
      <h3>{t('entra.values.app')}</h3>
      <CopiedFacts facts={[[t('entra.values.redirect'), paste.redirectUri]]} />
      <p>{t('entra.values.permissions')}</p>
      <h3>{t('entra.values.method')}</h3>
      <CopiedFacts
        facts={[
          [t('entra.values.client'), tenant.clientId],
          [t('entra.values.discovery'), paste.discoveryUrl],
          [t('entra.values.app-id'), tenant.clientId],
        ]}
      />
      <h3>{t('entra.values.expected')}</h3>
      <CopiedFacts
        facts={[
          [t('entra.tenant'), tenant.tenantId],
          [t('entra.values.metadata'), tenant.metadataUrl],
          [t('entra.values.answers'), tenant.answersTo],
        ]}
      />
      <Button look="primary" onPress={onClose}>
        {t('help.close')}
      </Button>
    </Screen>
  </Modal>
);
