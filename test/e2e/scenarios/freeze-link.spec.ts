import { errorText } from '../../../packages/ui/src/text.ts';
import { t } from '../../../packages/ui/src/account-text.ts';
import { t as ofMethods } from '../../../packages/ui/src/security-info-text.ts';
import { linkIn } from '../actions/account.ts';
import { addApp } from '../actions/methods.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('the link in a notice stops what it tells of, from any browser, once', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addApp(page, installation, 'Not mine');
  const email = `${somebody.login.replaceAll(/[^a-z0-9]/gi, '')}@example.org`;
  const { text } = await installation.ask('waitForMail', email);

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(linkIn(text));
  await expect(heading(elsewhere, t('freeze.title'))).toBeVisible();
  expect(new URL(elsewhere.url()).hash, 'gone from the address bar').toBe('');
  await page.reload();
  await expect(page.getByText('Not mine', { exact: true })).toBeVisible();

  await elsewhere.getByRole('button', { name: t('freeze.go') }).click();
  await expect(heading(elsewhere, t('freeze.done'))).toBeVisible();
  await expect(elsewhere.getByText(t('freeze.done.frozen'))).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);

  await elsewhere.goto('/');
  await elsewhere.goto(linkIn(text));
  await elsewhere.getByRole('button', { name: t('freeze.go') }).click();
  await expect(elsewhere.getByText(errorText('freeze_refused').happened)).toBeVisible();
  await elsewhere.context().close();

  await installation.ask('advance', 30_000);
  await signInWithApp(page, installation, somebody);
  await expect(page.getByText(ofMethods('method.frozen'))).toBeVisible();
});
