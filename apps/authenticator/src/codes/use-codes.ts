import { useEffect, useState } from 'react';
import type { CodeAccount, NewCodeAccount } from '#codes/code-account.ts';
import { forget, keep, openAll } from '#codes/vault.ts';

export type Codes = {
  readonly codes: readonly CodeAccount[];
  readonly add: (...accounts: readonly NewCodeAccount[]) => Promise<void>;
  readonly change: (account: CodeAccount) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** One place up or down in the list. */
  readonly move: (id: string, by: -1 | 1) => Promise<void>;
};

export function useCodes(): Codes {
  const [codes, setCodes] = useState<readonly CodeAccount[]>([]);
  const reload = async () => setCodes(await openAll<NewCodeAccount>());

  useEffect(() => {
    let isShown = true;
    void openAll<NewCodeAccount>().then((kept) => isShown && setCodes(kept));
    return () => {
      isShown = false;
    };
  }, []);

  return {
    codes,
    add: async (...accounts) => {
      const last = Math.max(0, ...codes.map((one) => one.position));
      const placed = accounts.map((account, index) => ({
        ...account,
        id: crypto.randomUUID(),
        position: last + 1 + index,
      }));
      await keep<NewCodeAccount>(...placed);
      await reload();
    },
    change: async (account) => {
      await keep<NewCodeAccount>(account);
      await reload();
    },
    remove: async (id) => {
      await forget(id);
      await reload();
    },
    move: async (id, by) => {
      const index = codes.findIndex((one) => one.id === id);
      const [own, other] = [codes[index], codes[index + by]];
      if (own === undefined || other === undefined) return;
      await keep<NewCodeAccount>(
        { ...own, position: other.position },
        { ...other, position: own.position },
      );
      await reload();
    },
  };
}
