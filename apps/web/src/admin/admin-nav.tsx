import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { groupsOf } from '#admin/groups-of-parts.ts';
import { GROUP_WORDS } from '#admin/parts.ts';
import { OVERVIEW, toPart } from '#admin/places.ts';
import { Link } from '#kit/link.tsx';
import { useMedia } from '#kit/use-media.ts';

type Props = {
  readonly role: SessionView['role'];
  readonly part: string;
  /** Changes with every page: what was folded out for the last one is folded away. */
  readonly place: string;
};

/** The way around: beside the page where there is room, folded away on a phone. */
export function AdminNav({ role, part, place }: Props) {
  const roomy = useMedia('(min-width: 60rem)');
  const links = <Links role={role} part={part} />;
  return (
    <nav className="admin-nav" aria-label={t('admin.nav')}>
      {roomy ? (
        links
      ) : (
        <details key={place}>
          <summary>{t('admin.nav.menu')}</summary>
          {links}
        </details>
      )}
    </nav>
  );
}

const Links = ({ role, part: current }: Omit<Props, 'place'>) => (
  <div className="admin-links">
    <ul>
      <NavLink to={OVERVIEW} label={t('overview.title')} isHere={current === 'overview'} />
    </ul>
    {groupsOf(role).map(({ group, parts }) => (
      <div key={group}>
        <p className="admin-group" id={`nav-${group}`}>
          {GROUP_WORDS[group]()}
        </p>
        <ul aria-labelledby={`nav-${group}`}>
          {parts.map(({ part, label }) => (
            <NavLink key={part} to={toPart(part)} label={label()} isHere={part === current} />
          ))}
        </ul>
      </div>
    ))}
    <ul>
      <NavLink to="/security-info" label={t('admin.nav.own')} isHere={false} />
    </ul>
  </div>
);

type LinkProps = { readonly to: string; readonly label: string; readonly isHere: boolean };

const NavLink = ({ to, label, isHere }: LinkProps) => (
  <li className={isHere ? 'here' : undefined}>
    <Link to={to} isHere={isHere}>
      {label}
    </Link>
  </li>
);
