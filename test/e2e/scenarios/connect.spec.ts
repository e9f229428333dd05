import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { heading, typeCode } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { recordStrangers } from '../verify/contract.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const ADMINISTRATOR = { role: 'administrator', apps: 1 } as const;
const REASON = 'the new year needs it';

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

test('an administrator makes a key for a program, sees it once, and revokes it; all of it within the document', async ({
  page,
  installation,
  person,
}) => {
  const strangers = recordStrangers(page);
  await openAdministration(page, installation, await person(ADMINISTRATOR));
  await openPart(page, t('admin.nav.keys'), t('keys.title'));
  await page.getByRole('button', { name: t('keys.create') }).click();
  const dialog = dialogOf(page, t('keys.create'));
  await dialog.getByLabel(t('keys.name'), { exact: true }).fill('hr-import');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await dialog.getByRole('button', { name: t('keys.create') }).click();
  await expect(dialog.getByText(t('keys.scopes.empty'))).toBeVisible();
  await expectAccessible(page, 'a key to be made');
  await dialog.getByLabel(t('scope.users.read')).check();
  await dialog.getByRole('button', { name: t('keys.create') }).click();
  await expect(dialog.getByText(t('help.once'))).toBeVisible();
  const key = (await dialog.locator('code').textContent()) ?? '';
  const search = () =>
    page.request.post('/api/v1/admin/users/search', {
      data: {},
      headers: { authorization: `Bearer ${key}`, cookie: '' },
    });
  expect((await search()).status()).toBe(200);
  await dialog.getByRole('button', { name: t('help.close') }).click();
  await expect(page.getByText(key)).toHaveCount(0);

  await page.getByRole('button', { name: `${t('keys.revoke')} : hr-import` }).click();
  const revoking = dialogOf(page, t('keys.revoke'));
  await revoking.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await revoking.getByRole('button', { name: t('keys.revoke') }).click();
  await expect(page.getByText(t('keys.revoked', { name: 'hr-import' }))).toBeVisible();
  expect((await search()).status()).toBe(401);

  await page.getByRole('link', { name: t('keys.reference') }).click();
  await expect(page.getByRole('heading', { name: 'API reference' })).toBeVisible();
  await expectAccessible(page, 'API reference');
  expect(strangers).toEqual([]);
});

test('an application is registered, its secret shown once, and a tenant of Entra connected, checked and disconnected', async ({
  page,
  installation,
  person,
}) => {
  const strangers = recordStrangers(page);
  await openAdministration(page, installation, await person(ADMINISTRATOR));
  await openPart(page, t('admin.nav.apps'), t('apps.title'));
  await page.getByRole('button', { name: t('apps.create') }).click();
  const registering = dialogOf(page, t('apps.create'));
  await registering.getByLabel(t('apps.name')).fill('Wiki');
  await registering.getByLabel(t('apps.redirects')).fill('https://wiki.example.org/callback');
  await registering.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await registering.getByRole('button', { name: t('apps.create') }).click();
  const made = dialogOf(page, t('apps.secret'));
  await expect(made.locator('code.secret')).toHaveText(/^[\w-]{43}$/);
  await made.getByRole('button', { name: t('help.close') }).click();
  await expect(page.getByRole('heading', { name: 'Wiki' })).toBeVisible();

  await openPart(page, t('admin.nav.entra'), t('entra.title'));
  await page.getByRole('button', { name: t('entra.add') }).click();
  const connecting = dialogOf(page, t('entra.add'));
  const clientId = '600b719b-3766-4dc5-95a6-3c4a8dc31885';
  await connecting.getByLabel(t('entra.name'), { exact: true }).fill('Contoso');
  await connecting.getByLabel(t('entra.tenant')).fill('9122040d-6c67-4c5b-b112-36a304b66dad');
  await connecting.getByLabel(t('entra.client')).fill(clientId);
  await connecting.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await connecting.getByRole('button', { name: t('entra.add') }).click();
  await page.getByRole('button', { name: `${t('entra.values')} : Contoso` }).click();
  const values = dialogOf(page, t('entra.values'));
  await expect(values.getByText(clientId)).toHaveCount(2);
  await expect(values.getByText(`${installation.url}/entra/authorize`)).toBeVisible();
  await expectAccessible(page, 'values to paste');
  await values.getByRole('button', { name: t('help.close') }).click();
  await page.getByRole('button', { name: `${t('entra.check')} : Contoso` }).click();
  const check = dialogOf(page, t('entra.check.title', { name: 'Contoso' }));
  await expect(check.getByText(t('mistake.not-https'))).toBeVisible({ timeout: 15_000 });
  await expect(check.getByText(/AADSTS50161/)).toBeVisible();
  await expectAccessible(page, 'check of a tenant');
  await check.getByRole('button', { name: t('help.close') }).click();
  await page.getByRole('button', { name: `${t('switch.disable')} : Contoso` }).click();
  const switching = dialogOf(page, t('switch.disable'));
  await switching.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await switching.getByRole('button', { name: t('switch.disable') }).click();
  await expect(page.getByText(t('switch.off'), { exact: true })).toBeVisible();
  await expectAccessible(page, 'a tenant that is switched off');
  await page.getByRole('button', { name: `${t('entra.remove')} : Contoso` }).click();
  const removing = dialogOf(page, t('entra.remove'));
  await removing.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await removing.getByRole('button', { name: t('entra.remove') }).click();
  await expect(page.getByText(t('entra.removed', { name: 'Contoso' }))).toBeVisible();
  expect(strangers).toEqual([]);
});

test('the sign-in of a tenant is tested: a second step as for Microsoft, and what would have been answered', async ({
  page,
  installation,
  person,
}) => {
  const boss = await person(ADMINISTRATOR);
  await openAdministration(page, installation, boss);
  await openPart(page, t('admin.nav.entra'), t('entra.title'));
  await page.getByRole('button', { name: t('entra.add') }).click();
  const connecting = dialogOf(page, t('entra.add'));
  await connecting.getByLabel(t('entra.name'), { exact: true }).fill('Fabrikam');
  await connecting.getByLabel(t('entra.tenant')).fill('0c1dbbb2-3c0f-4b1f-8d6a-9f2f0c8b7e11');
  await connecting.getByLabel(t('entra.client')).fill('2f1c6a34-0f0b-4f0c-a8a5-7b64d44a3a90');
  await connecting.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await connecting.getByRole('button', { name: t('entra.add') }).click();
  await page.getByRole('button', { name: `${t('entra.try')} : Fabrikam` }).click();
  const trying = dialogOf(page, t('entra.try.title', { name: 'Fabrikam' }));
  await expectAccessible(page, 'the test of a sign-in');
  // The code of the sign-in was used.
  await installation.ask('advance', 30_000);
  await trying.getByRole('button', { name: t('entra.try.begin') }).click();
  await expect(page).toHaveURL(/\/entra\/verify/);
  await typeCode(page, await installation.ask('code', boss.login));
  await expect(heading(page, t('trial.title'))).toBeVisible();
  await expect(page.getByText(t('trial.verified', { tenant: 'Fabrikam' }))).toBeVisible();
  await expect(page.getByText('otp', { exact: true })).toBeVisible();
  await expect(page.getByText(t('entra.state.good'))).toHaveCount(8);
  await expectAccessible(page, 'what came of a test');
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScrolling(page, 'what came of a test');
  await page.reload();
  await expect(page.getByText(t('trial.over'))).toBeVisible();
});

for (const width of [320, 1280]) {
  test(`what is connected is accessible, and fits into ${width} pixels`, async ({
    page,
    installation,
    person,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await openAdministration(page, installation, await person(ADMINISTRATOR));
    for (const [name, title] of [
      [t('admin.nav.keys'), t('keys.title')],
      [t('admin.nav.apps'), t('apps.title')],
      [t('admin.nav.entra'), t('entra.title')],
    ] as const) {
      await openPart(page, name, title);
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      await expectAccessible(page, `${name} ${width}`);
      await expectNoSidewaysScrolling(page, `${name} ${width}`);
    }
  });
}
