import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import type { ReactNode } from 'react';
import { Button } from '#kit/button.tsx';
import { shortDayOf } from '#kit/dates.ts';
import { Icon, type IconName } from '#kit/icons.tsx';

type Props = {
  readonly title: string;
  readonly icon: IconName;
  readonly method: MethodView | undefined;
  /** Adds or replaces it. */
  readonly onSet?: () => void;
  readonly onDelete?: (method: MethodView) => void;
  readonly onRename?: () => void;
  readonly onMove?: () => void;
  readonly children?: ReactNode;
};

export function MethodRow(props: Props) {
  const { title, icon, method, onSet, onDelete, onRename, onMove, children } = props;
  const what = method === undefined ? title : nameOf(method, title);
  return (
    <li className="row">
      <Icon name={icon} />
      <div className="row-text">
        <h3>{title}</h3>
        {method === undefined ? (
          <p className="unset">{t('method.none')}</p>
        ) : (
          <Facts method={method} />
        )}
      </div>
      <div className="row-actions">
        {onSet ? (
          <RowButton
            label={method === undefined ? t('action.add') : t('action.change')}
            what={what}
            onPress={onSet}
          />
        ) : null}
        {onRename ? <RowButton label={t('action.rename')} what={what} onPress={onRename} /> : null}
        {onMove ? <RowButton label={t('move.action')} what={what} onPress={onMove} /> : null}
        {method !== undefined && onDelete ? (
          <RowButton label={t('action.delete')} what={what} onPress={() => onDelete(method)} />
        ) : null}
        {children}
      </div>
    </li>
  );
}

type RowButtonProps = {
  readonly label: string;
  /** For those who hear the button without its row. */
  readonly what?: string;
  readonly onPress: () => void;
};

export const RowButton = ({ label, what, onPress }: RowButtonProps) => (
  <Button onPress={onPress}>
    {label}
    {what === undefined ? null : <span className="visually-hidden"> {what}</span>}
  </Button>
);

/** "Authenticator app, Work phone". */
const nameOf = ({ name }: MethodView, title: string): string =>
  name === undefined ? title : `${title}, ${name}`;

/** Who keeps it, unless that is its name already, and where it works. */
function keptAt(
  { provider, synced }: NonNullable<MethodView['passkey']>,
  name: string | undefined,
): string {
  const where = synced ? t('method.passkey.synced') : t('method.passkey.one-device');
  return provider === undefined || provider === name ? where : `${provider}. ${where}`;
}

function Facts({ method }: { readonly method: MethodView }) {
  const { masked, name, extension, state, codesLeft, passkey, addedAt, lastUsedAt } = method;
  return (
    <>
      {masked === undefined ? null : (
        <p className="row-value">
          {extension ? t('method.with-extension', { number: masked }) : masked}
        </p>
      )}
      {name === undefined ? null : <p className="row-value">{name}</p>}
      {passkey === undefined ? null : <p>{keptAt(passkey, name)}</p>}
      {codesLeft === undefined ? null : (
        <p className="row-value">{t('method.codes.left', { n: codesLeft })}</p>
      )}
      <p className="row-dates">
        {t('method.added', { date: shortDayOf(addedAt) })}{' '}
        {lastUsedAt === undefined
          ? t('method.never-used')
          : t('method.last-used', { date: shortDayOf(lastUsedAt) })}
      </p>
      {state === 'frozen' ? <p className="row-off">{t('method.frozen')}</p> : null}
      {state === 'disabled' ? <p className="row-off">{t('method.disabled')}</p> : null}
    </>
  );
}
