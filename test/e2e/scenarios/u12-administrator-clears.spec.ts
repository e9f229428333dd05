import { t } from '../../../packages/ui/src/security-info-text.ts';
import { confirmByText } from '../actions/methods.ts';
import { beginWithText, endSetUp } from '../actions/set-up.ts';
import { expectSignedIn, heading, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U12 cleared by the administrator, the next sign-in leads to the set-up and cannot be skipped', async ({
  page,
  installation,
  person,
  number,
}) => {
  const fresh = number('45');
  const somebody = await person({ phones: { mobile: number('67') }, apps: 1, prefers: 'totp' });
  await signInWithApp(page, installation, somebody);
  await installation.ask('administer', 'clear', somebody.login);
  await page.reload();
  await expect(heading(page, t('sign-in.title'))).toBeVisible();

  await typePassword(page, somebody);
  await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('set-up.step3.skip') })).toHaveCount(0);
  for (const path of ['/security-info', '/', '/security-info?change=app']) {
    await page.goto(path);
    await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
  }
  expect((await page.request.get('/api/v1/security-info')).status()).toBe(401);

  await beginWithText(page, fresh);
  await confirmByText(page, installation, fresh);
  await page.getByRole('button', { name: t('set-up.step3.skip') }).click();
  await endSetUp(page);
  await expectSignedIn(page);
  await expect(page.getByText('+X XXXXXXXX45')).toBeVisible();
  await expect(page.getByText('XX67')).toHaveCount(0);
});
