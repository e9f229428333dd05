import { HELP_ROUTES, t } from '../../../packages/ui/src/help-text.ts';
import { heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const LABELS = {
  'I use it with Office 365': [
    'Office 365 Settings',
    'Additional security verification',
    'Update my phone numbers used for account security.',
  ],
  "I don't know": ['profile', 'Additional Security Verification'],
  'I use it with Microsoft Azure': ['username', 'Additional security verification'],
} as const;

test('U05 each way of using it has its own steps, and they end at Security info', async ({
  page,
}) => {
  await page.goto('/help');
  const chooser = page.getByRole('region', { name: 'How you use multi-factor authentication' });
  await expect(chooser.getByRole('listitem')).toHaveCount(0);
  expect(Object.values(HELP_ROUTES).map(({ choice }) => choice)).toEqual(Object.keys(LABELS));
  for (const [choice, labels] of Object.entries(LABELS)) {
    await chooser.getByRole('radio', { name: choice }).check();
    await expect(chooser.locator('ol strong')).toHaveText([...labels]);
    await expect(chooser.getByRole('listitem').last()).toHaveText(t('help.routes.end'));
  }
  await page.reload();
  const azure = chooser.getByRole('radio', { name: 'I use it with Microsoft Azure' });
  await expect(azure).toBeChecked();
  await chooser.getByRole('link', { name: t('help.open') }).click();
  await expect(page).toHaveURL(/return-to=\/security-info$/);
  await expect(heading(page, t('sign-in.title'))).toBeVisible();
});

test("U05 D6 the organisation's own portals are named beside them", async ({ page }) => {
  await page.route('**/api/v1/configuration', async (route) => {
    const answer = await route.fetch();
    const portals = [{ name: 'Staff pages', url: 'https://portal.example.org/start' }];
    await route.fulfill({ response: answer, json: { ...(await answer.json()), portals } });
  });
  await page.goto('/help');
  await page.getByRole('radio', { name: 'I use it with Staff pages' }).check();
  await expect(page.getByText('Sign in to Staff pages.')).toBeVisible();
  await page.getByRole('radio', { name: "I don't know" }).check();
  const link = page.getByRole('link', { name: 'Staff pages' });
  await expect(link).toHaveAttribute('href', 'https://portal.example.org/start');
});

test('the help pages are there for those who are not signed in, and from a dead end', async ({
  page,
  person,
}) => {
  await page.goto('/sign-in');
  await page.getByText(t('help.question')).click();
  await page.getByRole('link', { name: t('help.pages') }).click();
  await expect(heading(page, t('help.title'))).toBeVisible();
  await page.getByRole('link', { name: /I lost my phone/ }).click();
  await expect(page).toHaveURL(/\/help\/lost-phone$/);
  await page.goBack();
  await expect(heading(page, t('help.title'))).toBeVisible();

  const lost = await person({ registration: { kind: 'pass' } });
  await page.goto('/sign-in');
  await page.getByLabel(t('field.login')).fill(lost.login);
  await page.getByLabel(t('field.password'), { exact: true }).fill(lost.password);
  await page.getByRole('button', { name: t('sign-in.submit'), exact: true }).click();
  await expect(heading(page, t('needs-help.title'))).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('link', { name: t('help.lost-phone') })
    .click();
  await expect(heading(page, 'I lost my phone')).toBeVisible();
  await page.goBack();
  await expect(heading(page, t('needs-help.title'))).toBeVisible();
});
