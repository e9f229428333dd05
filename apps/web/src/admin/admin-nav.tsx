import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { may } from '#admin/may.ts';
import { toPart } from '#admin/places.ts';
import { Link } from '#kit/link.tsx';

type Props = { readonly role: SessionView['role']; readonly part: string };

const PARTS = [
  { part: 'users', name: 'searchUsers', label: () => t('admin.nav.users') },
  { part: 'roll-out', name: 'getCoverage', label: () => t('roll-out.title') },
  { part: 'import', name: 'startImport', label: () => t('admin.nav.import') },
  { part: 'tokens', name: 'searchTokens', label: () => t('tokens.title') },
  { part: 'voice', name: 'getVoice', label: () => t('voice.title') },
  { part: 'several', name: 'manageSeveral', label: () => t('admin.nav.several') },
  { part: 'approvals', name: 'listApprovals', label: () => t('admin.nav.approvals') },
  { part: 'groups', name: 'listGroups', label: () => t('admin.nav.groups') },
  { part: 'policy', name: 'getPolicy', label: () => t('admin.nav.policy') },
  { part: 'cases', name: 'listCases', label: () => t('admin.nav.cases') },
  { part: 'reports', name: 'readReport', label: () => t('admin.nav.reports') },
  { part: 'attempt', name: 'getAttempt', label: () => t('admin.nav.attempt') },
  { part: 'applications', name: 'listApplications', label: () => t('admin.nav.apps') },
  { part: 'entra', name: 'listTenants', label: () => t('admin.nav.entra') },
  { part: 'api-keys', name: 'listApiKeys', label: () => t('admin.nav.keys') },
] as const;

export const AdminNav = ({ role, part: current }: Props) => (
  <nav className="admin-nav" aria-label={t('admin.nav')}>
    <ul>
      {PARTS.filter(({ name }) => may(role, name)).map(({ part, label }) => (
        <li key={part} className={part === current ? 'here' : undefined}>
          <Link to={toPart(part)}>{label()}</Link>
        </li>
      ))}
      <li>
        <Link to="/security-info">{t('admin.nav.own')}</Link>
      </li>
    </ul>
  </nav>
);
