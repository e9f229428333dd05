import { textsOf } from '../../../packages/ui/src/text.ts';
import { EN } from '../../../packages/ui/src/texts/en.ts';
import { EN_APPS } from '../../../packages/ui/src/texts/en-apps.ts';
import { passMenu } from '../actions/applications.ts';
import { expectSignedIn, fillPassword, heading, typeCode } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const t = textsOf({ ...EN, ...EN_APPS });

test('U02 from My Apps: profile, and on to the settings', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await page.goto('/my-apps');
  await fillPassword(page, somebody);
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(heading(page, t('my-apps.title'))).toBeVisible();
  await expectAccessible(page, 'My Apps');
  await page.getByText(t('my-apps.profile'), { exact: true }).click();
  await expectAccessible(page, 'My Apps, profile');
  await page.getByRole('link', { name: t('my-apps.verification') }).click();
  await expectSignedIn(page);
});

test('My Apps leads to the applications, finds them, and knows which were used', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await page.goto('/my-apps');
  await fillPassword(page, somebody);
  await typeCode(page, await installation.ask('code', somebody.login));
  await passMenu(page);
  await expect(page.getByRole('heading', { name: t('my-apps.recent') })).toHaveCount(0);
  await page.getByRole('searchbox').fill('cloud');
  await expect(page.getByRole('link', { name: 'Example Office' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Example Cloud' }).click();
  await expect(page.getByText('by two-step')).toBeVisible();
  await page.goto('/my-apps');
  const recent = page.getByRole('region', { name: t('my-apps.recent') });
  await expect(recent.getByRole('link', { name: 'Example Cloud' })).toBeVisible();
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test('My Apps fits into 320 pixels', async ({ page, installation, person }) => {
    const somebody = await person({ apps: 1 });
    await page.goto('/my-apps');
    await fillPassword(page, somebody);
    await typeCode(page, await installation.ask('code', somebody.login));
    await expect(heading(page, t('my-apps.title'))).toBeVisible();
    await expectNoSidewaysScrolling(page, 'My Apps');
    await page.getByText(t('my-apps.profile'), { exact: true }).click();
    await expectNoSidewaysScrolling(page, 'My Apps, profile');
  });
});
