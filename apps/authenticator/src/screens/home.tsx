import { t } from '@proofup/ui/authenticator-text.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import type { Standings } from '#device/use-look.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { DeviceCard } from '#screens/device-card.tsx';
import { Install } from '#screens/install.tsx';

type Props = {
  readonly accounts: readonly DeviceAccount[];
  readonly standings: Standings;
  /** Of what was done last. */
  readonly said: string | undefined;
  readonly onAdd: () => void;
  readonly onRemoved: (id: string) => void;
};

/** Every account on this phone. */
export function Home({ accounts, standings, said, onAdd, onRemoved }: Props) {
  return (
    <Screen title={t('home.title')}>
      <p role="status" className={said === undefined ? undefined : 'notice good'}>
        {said}
      </p>
      {accounts.length === 0 ? <p>{t('home.empty')}</p> : null}
      <ul className="cards">
        {accounts.map((account) => (
          <DeviceCard
            key={account.id}
            account={account}
            standing={standings.get(account.id)}
            onRemoved={onRemoved}
          />
        ))}
      </ul>
      <Button look="primary" onPress={onAdd}>
        {t('home.add')}
      </Button>
      <Install />
    </Screen>
  );
}
