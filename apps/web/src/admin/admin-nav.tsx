import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { may } from '#admin/may.ts';
import { toPart } from '#admin/places.ts';
import { Link } from '#kit/link.tsx';

type Props = { readonly role: SessionView['role']; readonly part: string };

const PARTS = [
  { part: 'users', name: 'searchUsers', label: () => t('admin.nav.users') },
  { part: 'groups', name: 'listGroups', label: () => t('admin.nav.groups') },
  { part: 'policy', name: 'getPolicy', label: () => t('admin.nav.policy') },
  { part: 'cases', name: 'listCases', label: () => t('admin.nav.cases') },
  { part: 'reports', name: 'readReport', label: () => t('admin.nav.reports') },
  { part: 'attempt', name: 'getAttempt', label: () => t('admin.nav.attempt') },
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
