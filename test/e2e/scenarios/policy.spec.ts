import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPerson } from '../actions/admin.ts';
import { codeFromText } from '../actions/phone.ts';
import { heading, signInWithApp, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const BOSS = { role: 'administrator', apps: 1 } as const;

const nav = (page: Page, name: string) =>
  page.getByRole('link', { name, exact: true }).first().click();

/** Gives a reason in the dialog that is open, and says yes. */
async function agree(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('the harbour asked for it');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

async function makeGroup(page: Page, name: string): Promise<void> {
  await nav(page, t('admin.nav.groups'));
  await page.getByRole('button', { name: t('groups.create') }).click();
  await page.getByLabel(t('groups.name')).fill(name);
  await agree(page, t('help.save'));
  await expect(heading(page, name)).toBeVisible();
}

async function addTo(page: Page, login: string): Promise<void> {
  await page.getByRole('button', { name: t('groups.add') }).click();
  await page.getByRole('dialog').getByLabel(t('users.search')).fill(login);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('users.find') })
    .click();
  await page.getByRole('dialog').getByRole('checkbox', { name: login }).first().check();
  await agree(page, t('groups.add.save'));
  await expect(page.getByRole('link', { name: login, exact: true })).toBeVisible();
}

test('a group is made and filled, limits a help desk, and the person’s page says so', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const [somebody, other] = [await person({ apps: 1 }), await person({ apps: 1 })];
  const desk = await person({ role: 'help-desk', apps: 1 });
  await openAdministration(page, installation, await person(BOSS));
  await makeGroup(page, `Harbour of ${somebody.login}`);
  await addTo(page, somebody.login);
  await expectAccessible(page, 'a group');
  await openPerson(page, desk.login, desk.login);
  await page.getByRole('button', { name: t('scope.change') }).click();
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /Harbour of/ })
    .first()
    .check();
  await agree(page, t('help.save'));
  await expect(page.getByRole('link', { name: `Harbour of ${somebody.login}` })).toBeVisible();

  const theirs = await browser.newPage();
  await openAdministration(theirs, installation, desk);
  await expect(theirs.getByRole('link', { name: somebody.login, exact: true })).toBeVisible();
  await expect(theirs.getByRole('link', { name: other.login, exact: true })).toHaveCount(0);
  await theirs.close();
});

test('U29 an answer is previewed before it is saved, and whoever has only texts then registers something else', async ({
  page,
  browser,
  installation,
  person,
  number,
}) => {
  const mobile = number('67');
  const texter = await person({ phones: { mobile } });
  const apps = await person({ apps: 1 });
  await openAdministration(page, installation, await person(BOSS));
  const name = `Mill of ${texter.login}`;
  await makeGroup(page, name);
  await addTo(page, texter.login);
  await addTo(page, apps.login);

  await nav(page, t('admin.nav.policy'));
  await expectAccessible(page, 'the questions of the policy');
  await nav(page, t('policy.methods'));
  await page.getByRole('button', { name: t('policy.groups.add') }).click();
  await page.getByLabel(t('policy.groups.group')).last().selectOption({ label: name });
  const rule = page.getByRole('group', { name: t('policy.methods.group') }).last();
  await rule.getByRole('checkbox', { name: t('policy.method.text') }).uncheck();
  await rule.getByRole('checkbox', { name: t('policy.method.call') }).uncheck();
  await expectAccessible(page, 'a question of the policy');
  await page.getByRole('button', { name: t('policy.preview') }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(t('policy.preview.touched', { n: 2 }))).toBeVisible();
  await expect(dialog.getByText(t('policy.preview.locked.one'))).toBeVisible();
  await dialog.getByRole('button', { name: t('policy.locked.show') }).click();
  await expect(dialog.getByRole('listitem').getByText(texter.login)).toBeVisible();
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: t('reports.export') }).click();
  expect((await saving).suggestedFilename()).toBe('locked-out.csv');
  await expectAccessible(page, 'the preview of an answer');
  await agree(page, t('policy.save'));
  await expect(page.getByText(t('policy.saved'))).toBeVisible();

  const theirs = await browser.newPage();
  await typePassword(theirs, texter);
  await typeCode(theirs, (await codeFromText(installation, mobile)).code);
  await expect(heading(theirs, t('set-up.invitation.title'))).toBeVisible();
  await theirs.close();
  const others = await browser.newPage();
  await signInWithApp(others, installation, apps);
  await others.close();
});
