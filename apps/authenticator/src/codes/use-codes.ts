import { useEffect, useState } from 'react';
import type { CodeAccount, NewCodeAccount } from '#codes/code-account.ts';
import { forget, keep, openAll } from '#codes/vault.ts';

export type Codes = {
  readonly codes: readonly CodeAccount[];
  readonly add: (account: NewCodeAccount) => Promise<void>;
  readonly change: (account: CodeAccount) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** One place up in the list. */
  readonly moveUp: (id: string) => Promise<void>;
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
    add: async (account) => {
      const position = Math.max(0, ...codes.map((one) => one.position)) + 1;
      await keep({ ...account, id: crypto.randomUUID(), position });
      await reload();
    },
    change: async (account) => {
      await keep(account);
      await reload();
    },
    remove: async (id) => {
      await forget(id);
      await reload();
    },
    moveUp: async (id) => {
      const index = codes.findIndex((one) => one.id === id);
      const [own, above] = [codes[index], codes[index - 1]];
      if (own === undefined || above === undefined) return;
      await keep({ ...own, position: above.position });
      await keep({ ...above, position: own.position });
      await reload();
    },
  };
}
