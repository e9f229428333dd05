import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import type { Kit, Screen } from './kit.ts';

const start = async ({ page, installation, person }: Kit): Promise<void> =>
  openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));

async function checkFile(page: Page, content: string, csv: string): Promise<void> {
  await openPart(page, t('admin.nav.import'));
  await page.getByLabel(content).check();
  await page
    .getByLabel(t('import.file'), { exact: true })
    .setInputFiles({ name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByLabel(t('help.reason'), { exact: true }).fill('roll-out');
  await page.getByRole('button', { name: t('import.check') }).click();
  await expect(page.getByText(t('import.checked'))).toBeVisible();
}

const PEOPLE = 'ada,Ada,ada@example.org,enabled\nbert,Bert,,often\n"open,x\nada,Ada,,enabled\n';

/** The pages by which people come into the service. */
export const PEOPLE_SCREENS: readonly Screen[] = [
  {
    name: 'admin-import',
    show: async (kit) => {
      await start(kit);
      await openPart(kit.page, t('admin.nav.import'));
      await expect(kit.page.getByRole('heading', { name: t('import.title') })).toBeVisible();
    },
  },
  {
    name: 'admin-import-checked',
    show: async (kit) => {
      await start(kit);
      await checkFile(kit.page, t('import.people'), PEOPLE);
    },
  },
  {
    name: 'admin-add-person',
    show: async (kit) => {
      await start(kit);
      await kit.page.getByRole('button', { name: t('people.create') }).click();
      await expect(kit.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'admin-change-states',
    show: async (kit) => {
      const { page, person } = kit;
      const { login } = await person({ state: 'disabled' });
      await start(kit);
      await page.getByLabel(t('users.search')).fill(login);
      await page.getByRole('button', { name: t('users.find') }).click();
      await page.getByLabel(t('people.select', { name: login }), { exact: true }).check();
      await page.getByRole('button', { name: t('people.change') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(t('help.reason'), { exact: true }).fill('roll-out');
      await dialog.getByRole('button', { name: t('people.change.preview') }).click();
      await expect(dialog.getByText(t('import.checked'))).toBeVisible();
    },
  },
  {
    name: 'admin-tokens',
    show: async (kit) => {
      const { page, person } = kit;
      const { login } = await person({ apps: 1 });
      await start(kit);
      const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
      const csv = `${login},SN-${login},${key},30,Maker,M1\n,FREE-${login},${key},60,Maker,M2`;
      await checkFile(page, t('import.tokens'), csv);
      await page.getByRole('button', { name: t('import.run'), exact: true }).click();
      await expect(page.getByText(t('import.done'))).toBeVisible();
      await openPart(page, t('tokens.title'));
      await expect(page.getByText(`SN-${login}`)).toBeVisible();
    },
  },
  {
    name: 'admin-voice',
    show: async (kit) => {
      await start(kit);
      await openPart(kit.page, t('voice.title'));
      await expect(kit.page.getByRole('heading', { name: t('voice.messages') })).toBeVisible();
    },
  },
];
