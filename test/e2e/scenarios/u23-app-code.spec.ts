import { errorText, t } from '../../../packages/ui/src/text.ts';
import { addApp, beginApp } from '../actions/methods.ts';
import {
  expectSignedIn,
  heading,
  signInWithApp,
  typeCode,
  typePassword,
} from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U23 a code of the app signs in once', async ({ page, installation, person }) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const used = await installation.ask('code', somebody.login);
  await page.getByRole('button', { name: t('account.sign-out') }).click();

  await typePassword(page, somebody);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await typeCode(page, used);
  await expect(page.getByText(errorText('code_already_used').happened)).toBeVisible();

  await installation.ask('advance', 30_000);
  await typeCode(page, await installation.ask('code', somebody.login));
  await expectSignedIn(page);
});

test('U23 an app set up from the page signs in', async ({ page, installation, person }) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addApp(page, installation, 'Work phone');
  const key = await beginApp(page, 'Tablet');
  await typeCode(page, await installation.ask('codeForKey', key));
  await expect(page.getByText('Tablet', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: t('account.sign-out') }).click();

  await installation.ask('advance', 30_000);
  await typePassword(page, somebody);
  await page.getByRole('button', { name: t('options.title') }).click();
  await page.getByRole('button', { name: `${t('option.totp')} (Tablet)` }).click();
  await typeCode(page, await installation.ask('codeForKey', key));
  await expectSignedIn(page);
});
