import { useEffect, useState } from 'react';
import type { DeviceAccount } from '#device/device-account.ts';
import { erase, readAll, write } from '#storage/database.ts';

export type Accounts = {
  /** Undefined: not read yet. */
  readonly accounts: readonly DeviceAccount[] | undefined;
  readonly add: (account: DeviceAccount) => Promise<void>;
  readonly drop: (id: string) => Promise<void>;
};

export function useAccounts(): Accounts {
  const [accounts, setAccounts] = useState<readonly DeviceAccount[]>();
  const reload = async () => setAccounts(await readAll<DeviceAccount>('devices'));

  useEffect(() => {
    let isShown = true;
    void readAll<DeviceAccount>('devices').then((kept) => isShown && setAccounts(kept));
    return () => {
      isShown = false;
    };
  }, []);

  return {
    accounts,
    add: async (account) => {
      await write('devices', account);
      await reload();
    },
    drop: async (id) => {
      await erase('devices', id);
      await reload();
    },
  };
}
