import { expect } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPerson } from '../actions/admin.ts';
import type { Kit, Screen } from './kit.ts';

/** Somebody of the staff, among a few people. */
async function asStaff({ page, installation, person, number }: Kit): Promise<string> {
  const phones = { mobile: number('67'), alternate: number('30') };
  const full = { phones, apps: 1, recoveryCodes: 10 } as const;
  const { login } = await person(full);
  await person({ state: 'enabled' });
  await person({ role: 'help-desk', apps: 1 });
  await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
  return login;
}

const part =
  (name: string): Screen['show'] =>
  async (kit) => {
    await asStaff(kit);
    await kit.page.getByRole('link', { name }).click();
    await expect(kit.page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(kit.page.getByRole('progressbar')).toHaveCount(0);
  };

/** Something that waits, asked for by whoever looks. */
async function withApproval(kit: Kit): Promise<void> {
  const { page, person } = kit;
  const other = await person({ role: 'administrator', apps: 1 });
  await asStaff(kit);
  await openPerson(page, other.login, other.login);
  await page.getByRole('button', { name: t('help.sign-out'), exact: true }).click();
  await page.getByLabel(t('help.reason'), { exact: true }).fill('left a session in the library');
  await page.getByRole('button', { name: t('help.ask-second') }).click();
  await page.getByRole('button', { name: t('help.close') }).click();
  await page.getByRole('link', { name: t('admin.nav.approvals') }).click();
  await expect(page.getByRole('button', { name: t('approvals.take-back') })).toBeVisible();
}

/** The pages of the administration. */
export const ADMIN_SCREENS: readonly Screen[] = [
  { name: 'admin-people', show: async (kit) => void (await asStaff(kit)) },
  {
    name: 'admin-person',
    show: async (kit) => {
      const login = await asStaff(kit);
      await openPerson(kit.page, login, login);
    },
  },
  {
    name: 'admin-clear',
    show: async (kit) => {
      const login = await asStaff(kit);
      await openPerson(kit.page, login, login);
      await kit.page.getByRole('button', { name: t('help.clear') }).click();
      await expect(kit.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'admin-caller',
    show: async (kit) => {
      const login = await asStaff(kit);
      await openPerson(kit.page, login, login);
      await kit.page.getByRole('button', { name: t('help.pass'), exact: true }).click();
      await kit.page.getByRole('button', { name: t('help.caller.send') }).click();
      await expect(kit.page.getByText(t('help.caller.sent'))).toBeVisible();
    },
  },
  { name: 'admin-approvals', show: withApproval },
  { name: 'admin-several', show: part(t('admin.nav.several')) },
  { name: 'admin-cases', show: part(t('admin.nav.cases')) },
  { name: 'admin-reports', show: part(t('admin.nav.reports')) },
  { name: 'admin-attempt', show: part(t('admin.nav.attempt')) },
  { name: 'admin-api-keys', show: part(t('admin.nav.keys')) },
  { name: 'admin-applications', show: part(t('admin.nav.apps')) },
  { name: 'admin-entra', show: part(t('admin.nav.entra')) },
];
