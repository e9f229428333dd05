import { t } from '@proofup/ui/authenticator-text.ts';
import type { Codes } from '#codes/use-codes.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Doing } from '#doing.ts';
import type { Standings } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { CodeList } from '#screens/code-list.tsx';
import { DeviceCard } from '#screens/device-card.tsx';
import { isInstalled, platformOf } from '#screens/platform-of.ts';

type Props = {
  readonly accounts: readonly DeviceAccount[];
  readonly standings: Standings;
  /** Of what was done last. */
  readonly said: string | undefined;
  readonly codes: Codes;
  readonly onDo: (doing: Doing) => void;
  readonly onRemoved: (id: string, said: string) => void;
};

/** Every account on this phone. */
export function Home(props: Props) {
  const { accounts, standings, said, codes, onDo } = props;
  const isEmpty = accounts.length === 0 && codes.codes.length === 0;
  return (
    <Screen title={t('home.title')}>
      <p role="status" className={said === undefined ? undefined : 'notice good'}>
        {said}
      </p>
      {isEmpty ? <Empty /> : null}
      <ul className="cards">
        {accounts.map((account) => (
          <DeviceCard
            key={account.id}
            account={account}
            standing={standings.get(account.id)}
            onRemoved={props.onRemoved}
          />
        ))}
      </ul>
      <CodeList {...codes} />
      <Button look="primary" onPress={() => onDo({ kind: 'device', code: undefined })}>
        {t('home.add')}
      </Button>
      <Button onPress={() => onDo({ kind: 'code' })}>{t('home.add-code')}</Button>
      <div className="card-actions">
        <Button look="quiet" onPress={() => onDo({ kind: 'settings' })}>
          {t('settings.title')}
        </Button>
        {isInstalled() ? null : (
          <Button look="quiet" onPress={() => onDo({ kind: 'install' })}>
            {t('install.title')}
          </Button>
        )}
      </div>
    </Screen>
  );
}

/** An iPhone gives the app on the home screen a storage of its own: what is added before is not there. */
function Empty() {
  const isToInstall =
    platformOf(navigator.userAgent, navigator.maxTouchPoints) === 'ios' && !isInstalled();
  return (
    <>
      <p>{t('home.empty')}</p>
      {isToInstall ? <p className="notice">{t('home.install-first')}</p> : null}
    </>
  );
}
