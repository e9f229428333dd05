import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { COVERED_WORDS } from '#admin/roll-out/covered.ts';
import { Marks } from '#admin/users-screen.tsx';
import { ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { localTime, shortDayOf } from '#kit/dates.ts';
import { languageName } from '#kit/language-name.ts';
import { placeText } from '#kit/place.ts';
import { Section } from '#security-info/section.tsx';

type Props = { readonly details: UserDetailsView };

export function AccountPanel({ details: { user, failedSteps, language } }: Props) {
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    [t('user.login'), user.login],
    [t('user.email'), user.email],
    [t('user.state'), STATE_WORDS[user.state]()],
    [t('user.role'), ROLE_WORDS[user.role]()],
    [t('person.best'), COVERED_WORDS[user.coveredBy]()],
    [
      t('person.last.name'),
      user.lastSignInAt === undefined ? t('person.last.none') : shortDayOf(user.lastSignInAt),
    ],
    [t('person.language'), language && languageName(language)],
    [t('user.blocked'), user.blockedUntil && localTime(user.blockedUntil)],
    [t('user.failed'), failedSteps === 0 ? undefined : String(failedSteps)],
  ];
  return (
    <Section id="account" title={t('user.account')}>
      <Marks user={user} />
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Section>
  );
}

export function BrowsersPanel({ details: { sessions, rememberedBrowsers } }: Props) {
  return (
    <>
      <Section id="browsers" title={t('user.browsers')}>
        {sessions.length === 0 ? <p>{t('user.browsers.none')}</p> : null}
        <ul className="rows">
          {sessions.map(({ id, browser, place, lastSeenAt }) => (
            <li key={id} className="row">
              <div className="row-text">
                <h3 className="row-title">{browser}</h3>
                <p className="row-dates">
                  {t('user.browsers.seen', {
                    when: localTime(lastSeenAt),
                    place: placeText(place),
                  })}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="remembered" title={t('user.remembered')}>
        {rememberedBrowsers.length === 0 ? <p>{t('user.remembered.none')}</p> : null}
        <ul className="rows">
          {rememberedBrowsers.map(({ id, browser, until }) => (
            <li key={id} className="row">
              <div className="row-text">
                <h3 className="row-title">{browser}</h3>
                <p className="row-dates">
                  {t('user.remembered.until', { when: shortDayOf(until) })}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

export function AppPasswordsPanel({ details: { appPasswords } }: Props) {
  return (
    <Section id="app-passwords" title={t('user.app-passwords')}>
      {appPasswords.length === 0 ? <p>{t('user.app-passwords.none')}</p> : null}
      <ul className="rows">
        {appPasswords.map(({ id, name, addedAt, lastUsedAt }) => (
          <li key={id} className="row">
            <div className="row-text">
              <h3 className="row-title">{name}</h3>
              <p className="row-dates">
                {t('user.method.added', { when: shortDayOf(addedAt) })}{' '}
                {lastUsedAt === undefined
                  ? null
                  : t('user.method.used', { when: shortDayOf(lastUsedAt) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
