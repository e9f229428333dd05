import type { MethodView, UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { ActionName } from '#admin/actions.ts';
import { TYPE_WORDS } from '#admin/people/method-words.ts';
import { methodText } from '#admin/reports/record-methods.ts';
import { Button } from '#kit/button.tsx';
import { shortDayOf } from '#kit/dates.ts';
import { Section } from '#security-info/section.tsx';

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

/** What is done about one method, or one place for a number. */
export type OfMethod = {
  readonly name: Extract<ActionName, 'removeMethodOf' | 'addPhoneOf'>;
  readonly id: string;
  readonly title: string;
  readonly slot?: MethodView['slot'];
};

type Props = {
  readonly details: UserDetailsView;
  /** What whoever looks may do. */
  readonly mayRemove: boolean;
  readonly mayCorrect: boolean;
  readonly onAct: (act: OfMethod) => void;
};

/** Everything that proves a second step, but the phones with our authenticator: those are below. */
export function MethodsPanel(props: Props) {
  const { methods, preferred, defaultType } = props.details;
  const listed = methods.filter(({ kind }) => kind !== 'device');
  return (
    <Section id="methods" title={t('user.methods')}>
      {methods.length === 0 ? <p>{t('user.methods.none')}</p> : null}
      <MethodRows {...props} methods={listed} />
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

export function DevicesPanel(props: Props) {
  const devices = props.details.methods.filter(({ kind }) => kind === 'device');
  return (
    <Section id="devices" title={t('person.devices')}>
      <p>{devices.length === 0 ? t('person.devices.none') : t('person.devices.lead')}</p>
      <MethodRows {...props} methods={devices} />
    </Section>
  );
}

function MethodRows({
  methods,
  mayRemove,
  mayCorrect,
  onAct,
}: Props & { readonly methods: readonly MethodView[] }) {
  if (methods.length === 0) return null;
  return (
    <ul className="rows">
      {methods.map((method) => {
        const act = { id: method.id, title: titleOf(method), slot: method.slot };
        return (
          <li key={method.id} className="row">
            <MethodFacts method={method} />
            <div className="row-actions">
              {mayCorrect && method.kind === 'phone' ? (
                <Button
                  describedBy={`method-${method.id}`}
                  onPress={() => onAct({ ...act, name: 'addPhoneOf' })}
                >
                  {t('person.phone.correct')}
                </Button>
              ) : null}
              {mayRemove ? (
                <Button
                  describedBy={`method-${method.id}`}
                  onPress={() => onAct({ ...act, name: 'removeMethodOf' })}
                >
                  {t('help.remove')}
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

const MethodFacts = ({ method }: { readonly method: MethodView }) => (
  <div className="row-text">
    <h3 className="row-title" id={`method-${method.id}`}>
      {titleOf(method)}
    </h3>
    <p className="row-value">{wordsOf(method)}</p>
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
    {method.stale === true ? <p className="row-off">{t('person.device.stale')}</p> : null}
  </div>
);

function wordsOf({ masked, extension, name, passkey }: MethodView): string {
  const synced = passkey?.synced === true ? t('person.passkey.synced') : t('person.passkey.here');
  return [
    masked,
    extension === true ? t('person.phone.extension') : undefined,
    name,
    passkey?.provider,
    passkey === undefined ? undefined : synced,
  ]
    .filter(Boolean)
    .join(' · ');
}
