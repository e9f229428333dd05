import { t } from '../../../packages/ui/src/account-text.ts';
import { t as ofMethods } from '../../../packages/ui/src/security-info-text.ts';
import { openBrowsers } from '../actions/account.ts';
import { signInWithApp, typeCode } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('H13 others are signed out from here, after showing that it is me', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const elsewhere = await (await browser.newContext()).newPage();
  await signInWithApp(elsewhere, installation, somebody);
  await installation.ask('advance', 30_000);
  await signInWithApp(page, installation, somebody);
  await installation.ask('advance', 6 * 60_000);

  await openBrowsers(page);
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: t('browsers.end-others') }).click();
  await expect(page.getByRole('dialog', { name: ofMethods('step-up.title') })).toBeVisible();
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(page.getByText(t('browsers.ended-others'))).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByText(t('browsers.only'))).toBeVisible();

  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();
});
