import { expect } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { leaveTraces, settled } from '../actions/console-tour.ts';
import { heading } from '../actions/sign-in.ts';
import type { Kit, Screen } from './kit.ts';

/** An administrator, after somebody mistyped a password and got a text. */
async function start({ page, installation, person, number }: Kit): Promise<void> {
  await leaveTraces(page, await person({ phones: { mobile: number('67') } }));
  const sent = await page.request.post('/api/v1/help/reports', {
    data: { message: 'My phone is gone.' },
    headers: { origin: installation.url },
  });
  expect(sent.status()).toBe(204);
  await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
}

const part =
  (name: string): Screen['show'] =>
  async (kit) => {
    await start(kit);
    await openPart(kit.page, name);
    await settled(kit.page);
  };

async function withAlert({ page }: Kit, name: string, mail: string): Promise<void> {
  await openPart(page, t('admin.nav.alerts'), t('alerts.title'));
  await page.getByRole('button', { name: t('alerts.add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('alerts.name')).fill(name);
  await dialog.getByLabel(t('alerts.address.mail')).fill(mail);
  await dialog.getByRole('button', { name: t('alerts.add') }).click();
  await page
    .getByRole('button', { name: new RegExp(`^${t('alerts.test')}.*${name}$`) })
    .first()
    .click();
  await expect(page.getByText(t('alerts.status.sent')).first()).toBeVisible();
}

/** Where an administrator begins, what is told, and what is read afterwards. */
export const CONSOLE_SCREENS: readonly Screen[] = [
  {
    name: 'admin-overview',
    show: async (kit) => {
      await start(kit);
      await openPart(kit.page, t('overview.title'));
      await settled(kit.page);
    },
  },
  {
    name: 'admin-alerts',
    show: async (kit) => {
      await start(kit);
      await withAlert(kit, 'Night watch', 'night-watch@example.org');
    },
  },
  { name: 'admin-reports', show: part(t('admin.nav.reports')) },
  { name: 'admin-messages', show: part(t('admin.nav.messages')) },
  {
    name: 'admin-exports',
    show: async (kit) => {
      await part(t('admin.nav.reports'))(kit);
      await kit.page.getByRole('button', { name: t('reports.export.background') }).click();
      await expect(kit.page.getByText(t('exports.state.done')).first()).toBeVisible();
    },
  },
  {
    name: 'admin-attempt',
    show: async (kit) => {
      await part(t('admin.nav.reports'))(kit);
      await kit.page
        .getByRole('link', { name: t('record.story') })
        .first()
        .click();
      await expect(heading(kit.page, t('attempt.facts'))).toBeVisible();
    },
  },
  { name: 'admin-cases', show: part(t('admin.nav.cases')) },
];
