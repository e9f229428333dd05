import type { MethodView, UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { methodText } from '#admin/reports/record-methods.ts';
import { TYPE_WORDS } from '#admin/people/method-words.ts';
import { Marks } from '#admin/users-screen.tsx';
import { ROLE_WORDS, STATE_WORDS } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { localTime, shortDayOf } from '#kit/dates.ts';
import { placeText } from '#kit/place.ts';
import { Section } from '#security-info/section.tsx';

type Props = { readonly details: UserDetailsView };

export function AccountPanel({ details: { user, failedSteps } }: Props) {
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    [t('user.login'), user.login],
    [t('user.email'), user.email],
    [t('user.state'), STATE_WORDS[user.state]()],
    [t('user.role'), ROLE_WORDS[user.role]()],
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

const KINDS: Readonly<
  Record<Exclude<MethodView['kind'], 'phone'>, (method: MethodView) => string>
> = {
  passkey: () => t('user.method.passkey'),
  device: () => t('user.method.device'),
  totp: () => t('user.method.totp'),
  'hardware-token': () => t('people.type.hardware-token'),
  'saved-recovery-codes': ({ codesLeft = 0 }) =>
    t('user.method.saved-recovery-codes', { n: codesLeft }),
  'temporary-access-pass': () => t('user.method.temporary-access-pass'),
};

const SLOTS: Readonly<Record<NonNullable<MethodView['slot']>, () => string>> = {
  mobile: () => t('user.method.phone.mobile'),
  office: () => t('user.method.phone.office'),
  alternate: () => t('user.method.phone.alternate'),
};

const titleOf = (method: MethodView): string =>
  method.kind === 'phone' ? SLOTS[method.slot ?? 'mobile']() : KINDS[method.kind](method);

type MethodsProps = Props & {
  /** Absent: whoever looks may not. */
  readonly onRemove?:
    | ((method: { readonly id: string; readonly title: string }) => void)
    | undefined;
};

export function MethodsPanel({
  details: { methods, preferred, defaultType },
  onRemove,
}: MethodsProps) {
  return (
    <Section id="methods" title={t('user.methods')}>
      {methods.length === 0 ? <p>{t('user.methods.none')}</p> : null}
      <ul className="rows">
        {methods.map((method) => (
          <li key={method.id} className="row">
            <div className="row-text">
              <h3 className="row-title" id={`method-${method.id}`}>
                {titleOf(method)}
              </h3>
              <p className="row-value">
                {[method.masked, method.name].filter(Boolean).join(' · ')}
              </p>
              <p className="row-dates">
                {t('user.method.added', { when: shortDayOf(method.addedAt) })}{' '}
                {method.lastUsedAt === undefined
                  ? null
                  : t('user.method.used', { when: shortDayOf(method.lastUsedAt) })}
              </p>
              {method.state === 'active' ? null : (
                <p className="row-off">
                  {method.state === 'frozen' ? t('user.method.frozen') : t('user.method.off')}
                </p>
              )}
            </div>
            {onRemove === undefined ? null : (
              <div className="row-actions">
                <Button
                  describedBy={`method-${method.id}`}
                  onPress={() => onRemove({ id: method.id, title: titleOf(method) })}
                >
                  {t('help.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {defaultType === undefined ? null : (
        <p className="fine-print">{t('people.default', { type: TYPE_WORDS[defaultType]() })}</p>
      )}
      {preferred.length === 0 ? <p className="fine-print">{t('user.preferred.none')}</p> : null}
      {preferred.map(({ device, type }) => (
        <p key={device} className="fine-print">
          {device === 'phone'
            ? t('user.preferred.phone', { type: methodText(type) })
            : t('user.preferred.computer', { type: methodText(type) })}
        </p>
      ))}
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
