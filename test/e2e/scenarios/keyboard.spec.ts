import { t } from '../../../packages/ui/src/security-info-text.ts';
import { tabTo } from '../actions/keyboard.ts';
import { expectSignedIn, heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('signs in with the keyboard alone', async ({ page, installation, person, number }) => {
  const somebody = await person({ phones: { mobile: number('67') }, apps: 1 });
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel(t('field.login')));
  await page.keyboard.type(somebody.login);
  await tabTo(page, page.getByLabel(t('field.password'), { exact: true }));
  await page.keyboard.type(somebody.password);
  await page.keyboard.press('Enter');

  await expect(heading(page, t('code.text.title'))).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: t('options.title') }));
  await page.keyboard.press('Enter');
  await expect(heading(page, t('options.title'))).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: t('option.totp') }));
  await page.keyboard.press('Space');
  await expect(heading(page, t('code.totp.title'))).toBeFocused();
  await tabTo(page, page.getByLabel(t('code.label')));
  await page.keyboard.type(await installation.ask('code', somebody.login));
  await page.keyboard.press('Enter');
  await expectSignedIn(page);

  const remove = page.getByRole('button', { name: `${t('action.delete')} ${t('method.app')}` });
  await tabTo(page, remove);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(remove).toBeFocused();
});
