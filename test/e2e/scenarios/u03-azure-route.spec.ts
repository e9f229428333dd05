import { t } from '../../../packages/ui/src/text.ts';
import { openSignedIn } from '../actions/applications.ts';
import { confirmByText, replaceMobile, row } from '../actions/methods.ts';
import { expectSignedIn } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

test('U03 from the console: the user name, and on to the settings', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await openSignedIn(page, installation, { url: installation.cloudUrl, person: somebody });
  await page.getByRole('button', { name: somebody.login }).click();
  await expectAccessible(page, 'the console with its menu open');
  await page.getByRole('link', { name: 'Additional security verification' }).click();
  await expectSignedIn(page);
});

test('U04 a number that was changed by one way is the one that the others show', async ({
  page,
  installation,
  person,
  number,
}) => {
  const [old, fresh] = [number('61'), number('62')];
  const wanted = { apps: 1, phones: { mobile: old }, prefers: 'totp' } as const;
  const somebody = await person(wanted);
  await openSignedIn(page, installation, { url: installation.cloudUrl, person: somebody });
  await page.getByRole('button', { name: somebody.login }).click();
  await page.getByRole('link', { name: 'Additional security verification' }).click();
  await replaceMobile(page, fresh);
  await confirmByText(page, installation, fresh);
  const changed = row(page, t('method.mobile'));
  await expect(changed).toContainText('+X XXXXXXXX62');

  // Signed in already: the office suite asks for nothing.
  await page.goto(installation.officeUrl);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Office 365 Settings' }).click();
  await page.getByRole('button', { name: 'Additional security verification' }).click();
  await page
    .getByRole('link', { name: 'Update my phone numbers used for account security.' })
    .click();
  await expect(changed).toContainText('+X XXXXXXXX62');

  await page.goto('/my-apps');
  await page.getByText('profile', { exact: true }).click();
  await page.getByRole('link', { name: 'Additional security verification' }).click();
  await expect(changed).toContainText('+X XXXXXXXX62');
});

test('whoever signs out of an application is signed out here, and of the others', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await openSignedIn(page, installation, { url: installation.cloudUrl, person: somebody });
  await page.goto(installation.officeUrl);
  await expect(page.getByRole('heading', { name: `Good day, ${somebody.login}` })).toBeVisible();
  await page.goto(installation.cloudUrl);
  await page.getByRole('button', { name: somebody.login }).click();
  await page.getByRole('link', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You have signed out' })).toBeVisible();
  await expect(page).toHaveURL(`${installation.cloudUrl}/signed-out`);
  await expect(async () => {
    await page.goto(installation.officeUrl);
    await expect(page).toHaveURL(/\/sign-in/);
  }).toPass();
});
