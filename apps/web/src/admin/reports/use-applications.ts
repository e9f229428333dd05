import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import type { Choices } from '#admin/words.ts';
import { useOnce } from '#kit/use-once.ts';

/** What people go to: applications and tenants, by name; none as long as they are not known. */
export function useApplications({ client, role }: AdminProps, isAsked: boolean): Choices {
  const [choices, setChoices] = useState<Choices>([]);
  useOnce(() => {
    if (!isAsked || !may(role, 'listApplications') || !may(role, 'listTenants')) return;
    void Promise.all([client('listApplications', {}), client('listTenants', {})]).then(
      ([applications, tenants]) => {
        const named = [
          ...(applications.kind === 'ok' ? applications.value.applications : []),
          ...(tenants.kind === 'ok' ? tenants.value.tenants : []),
        ];
        setChoices(named.map(({ id, name }) => [id, name]));
      },
    );
  });
  return choices;
}
