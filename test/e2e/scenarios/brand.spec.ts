import { PNG } from '../../../apps/server/src/domain/testing/pictures.ts';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration } from '../actions/admin.ts';
import { heading, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const BOSS = { role: 'administrator', apps: 1 } as const;
const REASON = 'we have a new face';

test('name, colour and logo are set on one page, refused where nobody could read or trust them, and then seen by everybody', async ({
  page,
  browser,
  installation,
  person,
}) => {
  await openAdministration(page, installation, await person(BOSS));
  await page.getByRole('link', { name: t('admin.nav.brand'), exact: true }).click();
  await expect(heading(page, t('brand.title'))).toBeVisible();
  await expectAccessible(page, 'branding');
  const words = page.locator('form').filter({ has: page.getByLabel(t('brand.name')) });
  const logo = page.locator('form').filter({ has: page.getByLabel(t('brand.logo.file')) });

  await words.getByLabel(t('brand.name')).fill('harbour.example');
  await words.getByLabel(t('help.reason')).fill(REASON);
  await words.getByRole('button', { name: t('brand.save') }).click();
  await expect(words.getByRole('alert').first()).toContainText('web address');
  await words.getByLabel(t('brand.name')).fill('Harbour & Sons');
  await words.getByLabel(t('brand.colour.own')).check();
  await words.getByLabel(t('brand.colour'), { exact: true }).fill('#ffcc00');
  await words.getByRole('button', { name: t('brand.save') }).click();
  await expect(words.getByRole('alert').first()).toContainText('could not be read');
  await words.getByLabel(t('brand.colour'), { exact: true }).fill('#8a1538');
  await words.getByRole('button', { name: t('brand.save') }).click();
  await expect(page.getByText(t('brand.saved'))).toBeVisible();

  const svg = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') };
  await logo.getByLabel(t('brand.logo.file')).setInputFiles(svg);
  await logo.getByLabel(t('help.reason')).fill(REASON);
  await logo.getByRole('button', { name: t('brand.logo.save') }).click();
  await expect(logo.getByRole('alert').first()).toContainText('not taken');
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: PNG };
  await logo.getByLabel(t('brand.logo.file')).setInputFiles(file);
  await logo.getByRole('button', { name: t('brand.logo.save') }).click();
  await expect(page.getByRole('img', { name: /The logo that pages show/ })).toBeVisible();
  await expectAccessible(page, 'branding with a logo');

  const theirs = await browser.newPage();
  const somebody = await person({ apps: 1 });
  await typePassword(theirs, somebody);
  const shown = theirs.getByRole('img', { name: 'Harbour & Sons' });
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(40);
  await expect(theirs).toHaveTitle(/Harbour & Sons$/);
  const accent = () =>
    theirs.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--accent').trim(),
    );
  await expect.poll(accent).toBe('#8a1538');
  await expectAccessible(theirs, 'a sign-in in the colour of an organisation');
  await theirs.close();

  await logo.getByLabel(t('brand.logo.remove')).check();
  await logo.getByLabel(t('help.reason')).fill(REASON);
  await logo.getByRole('button', { name: t('brand.logo.save') }).click();
  await expect(page.getByText(t('brand.logo.none'))).toBeVisible();
  await words.getByLabel(t('brand.name')).fill('');
  await words.getByLabel(t('brand.colour.own')).uncheck();
  await words.getByLabel(t('help.reason')).fill(REASON);
  await words.getByRole('button', { name: t('brand.save') }).click();
  await expect(words.getByLabel(t('brand.name'))).toHaveValue('');
});
