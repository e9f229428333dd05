import { expect } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart, openPerson } from '../actions/admin.ts';
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
    await openPart(kit.page, name);
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
  await openPart(page, t('admin.nav.approvals'));
  await expect(page.getByRole('button', { name: t('approvals.take-back') })).toBeVisible();
}

let groups = 0;

/** Each has a name of its own: pictures are taken side by side. */
async function makeGroup({ page }: Kit, name: string, description: string): Promise<void> {
  groups += 1;
  await openPart(page, t('admin.nav.groups'));
  await page.getByRole('button', { name: t('groups.create') }).click();
  await page.getByLabel(t('groups.name')).fill(groups === 1 ? name : `${name} ${groups}`);
  await page.getByLabel(t('groups.description')).fill(description);
  await page.getByLabel(t('help.reason')).fill('they have a help desk of their own');
  await page.getByRole('button', { name: t('help.save') }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

const question =
  (title: string) =>
  async (kit: Kit): Promise<void> => {
    await asStaff(kit);
    await openPart(kit.page, t('admin.nav.policy'));
    await kit.page.getByRole('link', { name: title }).click();
    await expect(kit.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  };

const QUESTIONS = [
  ['methods', t('policy.methods')],
  ['countries', t('policy.countries')],
  ['strength', t('policy.strength')],
  ['order', t('policy.order')],
  ['remembered', t('policy.remembered')],
  ['app-passwords', t('policy.app-passwords')],
  ['networks', t('policy.networks')],
  ['spending', t('policy.spending')],
  ['fraud', t('policy.fraud')],
  ['lock-out', t('policy.lock-out')],
  ['notices', t('policy.notices')],
  ['sessions', t('policy.sessions')],
] as const;

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
  { name: 'admin-roll-out', show: part(t('roll-out.title')) },
  { name: 'admin-several', show: part(t('admin.nav.several')) },
  {
    name: 'admin-groups',
    show: async (kit) => {
      await asStaff(kit);
      await makeGroup(kit, 'Harbour', 'Everybody who works at the harbour');
      await kit.page.getByRole('link', { name: t('groups.back') }).click();
      await expect(kit.page.getByRole('link', { name: /^Harbour/ }).first()).toBeVisible();
    },
  },
  {
    name: 'admin-group',
    show: async (kit) => {
      const login = await asStaff(kit);
      await makeGroup(kit, 'Mill', 'Everybody who works at the mill');
      await kit.page.getByRole('button', { name: t('groups.add') }).click();
      await kit.page.getByRole('dialog').getByLabel(t('users.search')).fill(login);
      await kit.page
        .getByRole('dialog')
        .getByRole('button', { name: t('users.find') })
        .click();
      await kit.page.getByRole('dialog').getByRole('checkbox').first().check();
      await kit.page.getByLabel(t('help.reason')).fill('works there');
      await kit.page.getByRole('button', { name: t('groups.add.save') }).click();
      await expect(kit.page.getByRole('link', { name: login, exact: true })).toBeVisible();
    },
  },
  { name: 'admin-brand', show: part(t('brand.title')) },
  { name: 'admin-policy', show: part(t('admin.nav.policy')) },
  ...QUESTIONS.map(([name, title]) => ({ name: `admin-policy-${name}`, show: question(title) })),
  {
    name: 'admin-policy-preview',
    show: async (kit) => {
      await question(t('policy.strength'))(kit);
      const strong = t('policy.strength.phishing-resistant');
      await kit.page.getByLabel(t('policy.strength.user')).selectOption({ label: strong });
      await kit.page.getByRole('button', { name: t('policy.preview') }).click();
      await kit.page.getByRole('button', { name: t('policy.locked.show') }).click();
      await expect(kit.page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
    },
  },
  { name: 'admin-api-keys', show: part(t('admin.nav.keys')) },
  { name: 'admin-applications', show: part(t('admin.nav.apps')) },
  { name: 'admin-entra', show: part(t('admin.nav.entra')) },
];
