import { t } from '@proofup/ui/authenticator-text.ts';
import type { Codes } from '#codes/use-codes.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Standings } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { CodeList } from '#screens/code-list.tsx';
import { DeviceCard } from '#screens/device-card.tsx';
import { Install } from '#screens/install.tsx';

type Props = {
  readonly accounts: readonly DeviceAccount[];
  readonly standings: Standings;
  /** Of what was done last. */
  readonly said: string | undefined;
  readonly codes: Codes;
  readonly onAdd: () => void;
  readonly onAddCode: () => void;
  readonly onRemoved: (id: string) => void;
};

/** Every account on this phone. */
export function Home(props: Props) {
  const { accounts, standings, said, codes } = props;
  const isEmpty = accounts.length === 0 && codes.codes.length === 0;
  return (
    <Screen title={t('home.title')}>
      <p role="status" className={said === undefined ? undefined : 'notice good'}>
        {said}
      </p>
      {isEmpty ? <p>{t('home.empty')}</p> : null}
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
      <Button look="primary" onPress={props.onAdd}>
        {t('home.add')}
      </Button>
      <Button onPress={props.onAddCode}>{t('home.add-code')}</Button>
      <Install />
    </Screen>
  );
}
