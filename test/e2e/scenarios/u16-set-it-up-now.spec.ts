import { t } from '../../../packages/ui/src/text.ts';
import { confirmByText } from '../actions/methods.ts';
import { beginWithText, endSetUp } from '../actions/set-up.ts';
import { expectSignedIn, heading, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U16 sets it up now, and only then is in', async ({ page, installation, person, number }) => {
  const mobile = number('67');
  const somebody = await person({ state: 'enabled' });
  await typePassword(page, somebody);
  await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();

  await page.goto('/security-info');
  await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
  const early = await page.request.get('/api/v1/security-info');
  expect(early.ok()).toBe(false);

  await beginWithText(page, mobile);
  await confirmByText(page, installation, mobile);
  await expect(page.getByText(t('set-up.first-works'))).toBeVisible();
  expect((await page.request.get('/api/v1/security-info')).ok()).toBe(false);
  expect(await installation.ask('stateOf', somebody.id)).toBe('enabled');

  await page.getByRole('button', { name: t('set-up.step3.skip') }).click();
  await expect(heading(page, t('set-up.step4'))).toBeVisible();
  const codes = await endSetUp(page);
  expect(new Set(codes).size).toBe(10);
  await expectSignedIn(page);
  expect(await installation.ask('stateOf', somebody.id)).toBe('enforced');
  expect((await page.request.get('/api/v1/security-info')).ok()).toBe(true);
});
