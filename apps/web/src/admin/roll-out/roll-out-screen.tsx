import { t } from '@proofup/ui/admin-text.ts';
import type { ReactNode } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toRollOut } from '#admin/places.ts';
import { Overview } from '#admin/roll-out/overview.tsx';
import { PeopleList } from '#admin/roll-out/people-list.tsx';
import { RemindersList } from '#admin/roll-out/reminders-list.tsx';
import { Link } from '#kit/link.tsx';
import { Screen } from '#kit/screen.tsx';
import { useSearch } from '#router.ts';
import '#styles/roll-out.css';

type View = { readonly label: () => string; readonly Part: (props: AdminProps) => ReactNode };

const VIEWS = {
  overview: { label: () => t('roll-out.overview'), Part: Overview },
  people: { label: () => t('roll-out.people'), Part: PeopleList },
  reminders: { label: () => t('roll-out.reminders'), Part: RemindersList },
} as const satisfies Readonly<Record<string, View>>;

type Name = keyof typeof VIEWS;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const NAMES = Object.keys(VIEWS) as readonly Name[];

/** How far the roll-out has come, who is missing, and who was reminded. */
export function RollOutScreen(props: AdminProps) {
  const asked = useSearch().get('view');
  const current = NAMES.find((name) => name === asked) ?? 'overview';
  const { Part } = VIEWS[current];
  return (
    <Screen title={t('roll-out.title')}>
      <nav className="views" aria-label={t('roll-out.title')}>
        <ul>
          {NAMES.map((name) => (
            <li key={name} className={name === current ? 'here' : undefined}>
              <Link to={toRollOut(name)}>{VIEWS[name].label()}</Link>
            </li>
          ))}
        </ul>
      </nav>
      <Part {...props} />
    </Screen>
  );
}
