import { t } from '../../../packages/ui/src/security-info-text.ts';
import { addApp, beginApp, row } from '../actions/methods.ts';
import { expectSignedIn, heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import type { Kit } from '../screenshots/kit.ts';

const API = '**/api/v1/**';

const enter = async ({ page, installation, person, number }: Kit): Promise<void> => {
  const phones = { mobile: number('67'), alternate: number('30') };
  const wanted = { phones, apps: 1, recoveryCodes: 10, prefers: 'totp' } as const;
  await signInWithApp(page, installation, await person(wanted));
};

test.describe('Security info is never blank and never stuck', () => {
  test.beforeEach(enter);

  test('on a slow network it says that it is loading', async ({ page }) => {
    await page.route(API, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.reload();
    await expect(page.getByText(t('page.loading'))).toBeVisible();
    await expectSignedIn(page);
    await page.getByRole('button', { name: `${t('action.change')} ${t('method.mobile')}` }).click();
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(t('page.loading'))).toBeVisible();
    await expect(page.getByLabel(t('phone.number'))).toBeVisible();
  });

  test('with the network lost it says so, keeps what is there and goes on', async ({
    page,
    complaints,
  }) => {
    await page.route(API, (route) => route.abort());
    await page.getByRole('button', { name: `${t('action.rename')} ${t('method.app')}` }).click();
    await page.getByRole('textbox', { name: t('rename.name') }).fill('Tablet');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('action.save') }).click();
    await expect(dialog.getByText(t('unreachable.happened'))).toBeVisible();
    await expect(page.getByRole('textbox', { name: t('rename.name') })).toHaveValue('Tablet');
    await page.unroute(API);
    await dialog.getByRole('button', { name: t('action.try-again') }).click();
    await expect(page.getByText(t('rename.done'))).toBeVisible();

    await page.route('**/api/v1/security-info', (route) => route.abort());
    await page.reload();
    await expect(page.getByText(t('unreachable.happened'))).toBeVisible();
    await page.unroute('**/api/v1/security-info');
    await page.getByRole('button', { name: t('action.try-again') }).click();
    await expect(row(page, t('method.mobile'))).toBeVisible();
    // The browser logs what it could not fetch.
    complaints.length = 0;
  });

  test('with the session over it leads to the sign-in, and from there back', async ({
    page,
    installation,
  }) => {
    await installation.ask('advance', 61 * 60_000);
    await page.getByRole('button', { name: `${t('action.rename')} ${t('method.app')}` }).click();
    await page.getByRole('textbox', { name: t('rename.name') }).fill('Tablet');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('action.save') })
      .click();
    await expect(heading(page, t('sign-in.title'))).toBeVisible();
    await expect(page).toHaveURL(/return-to=\/security-info/);
  });
});

test.describe('Security info keeps up with other tabs and the back button', () => {
  test.beforeEach(enter);

  test('with two tabs the one that comes to the front shows what the other did', async ({
    page,
    context,
    installation,
  }) => {
    const other = await context.newPage();
    await other.goto('/security-info');
    await expect(row(other, t('method.app'))).toHaveCount(1);
    await addApp(page, installation, 'Tablet');
    await other.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(other.getByText('Tablet', { exact: true })).toBeVisible();

    const remove = `${t('action.delete')} ${t('method.app')}, Tablet`;
    await other.getByRole('button', { name: remove }).click();
    await page.getByRole('button', { name: remove }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('action.delete') })
      .click();
    await expect(page.getByText(t('delete.done'))).toBeVisible();
    const dialog = other.getByRole('dialog');
    await dialog.getByRole('button', { name: t('action.delete') }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: t('delete.keep') }).click();
    await expect(row(other, t('method.app'))).toHaveCount(1);
  });

  test('the back button leads from every change to the list, and forward again', async ({
    page,
  }) => {
    await beginApp(page, 'Tablet');
    await page.goBack();
    await expectSignedIn(page);
    await page.goForward();
    await expect(heading(page, t('app.title'))).toBeVisible();
    await page.goBack();
    await page.getByRole('button', { name: t('move.action') }).click();
    await expect(heading(page, t('move.title'))).toBeVisible();
    await page.reload();
    await expect(heading(page, t('move.title'))).toBeVisible();
    await page.goBack();
    await expectSignedIn(page);
    await page.goto('/security-info?change=nothing-of-the-kind');
    await expect(row(page, t('method.mobile'))).toBeVisible();
  });
});
