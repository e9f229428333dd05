import { t } from '../../../packages/ui/src/security-info-text.ts';
import { errorText } from '../../../packages/ui/src/text.ts';
import { appPasswords, createAppPassword, makeAppPassword } from '../actions/app-passwords.ts';
import { confirmByText } from '../actions/methods.ts';
import { beginWithText, makeAndSaveCodes } from '../actions/set-up.ts';
import { expectSignedIn, heading, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const LIMIT = 40;

test('U26 one for the laptop is shown once and works, the 41st waits for a deletion', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await signInWithApp(page, installation, somebody);
  const password = await createAppPassword(page, 'Laptop');
  expect(password).toMatch(/^(?:\w{4}-){5}\w{4}$/);
  expect(await installation.ask('verifyAppPassword', login, password)).toBe(200);
  await page.reload();
  await expect(appPasswords(page).getByRole('heading', { name: 'Laptop' })).toBeVisible();
  await expect(page.getByText(password.slice(0, 9))).toHaveCount(0);

  expect(await installation.ask('fillAppPasswords', login, LIMIT - 1)).toBe(LIMIT);
  await appPasswords(page)
    .getByRole('button', { name: t('app-passwords.create') })
    .click();
  await page.getByLabel(t('app-passwords.name'), { exact: true }).fill('One too many');
  await page
    .getByRole('button', { name: t('app-passwords.create') })
    .last()
    .click();
  await expect(page.getByText(errorText('limit_reached').happened)).toBeVisible();
  await page.getByRole('button', { name: t('action.cancel') }).click();

  await page.getByRole('button', { name: `${t('action.delete')} Laptop` }).click();
  const dialog = page.getByRole('dialog', { name: t('app-passwords.delete') });
  await expect(dialog.getByText('Laptop')).toBeVisible();
  await dialog.getByRole('button', { name: t('action.delete') }).click();
  await expect(page.getByText(t('delete.done'))).toBeVisible();
  expect(await installation.ask('verifyAppPassword', login, password)).toBe(401);
  await createAppPassword(page, 'New laptop');
});

test('U26 the set-up ends with one for whoever needs it', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('67');
  const somebody = await person({ state: 'enabled' });
  await typePassword(page, somebody);
  await beginWithText(page, mobile);
  await confirmByText(page, installation, mobile);
  await page.getByRole('button', { name: t('set-up.step3.skip') }).click();
  await makeAndSaveCodes(page);
  await expect(heading(page, t('set-up.apps'))).toBeVisible();
  const password = await makeAppPassword(page, 'Old mail program');
  await page.getByRole('button', { name: t('action.done') }).click();
  await expectSignedIn(page);
  expect(await installation.ask('verifyAppPassword', somebody.login, password)).toBe(200);
});

test('U27 re-registration leaves them, the order to delete all ends them', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await signInWithApp(page, installation, somebody);
  const passwords = [
    await createAppPassword(page, 'Laptop'),
    await createAppPassword(page, 'Tablet'),
  ];
  expect(await installation.ask('administer', 'clear', login)).toBe('cleared');
  for (const password of passwords) {
    expect(await installation.ask('verifyAppPassword', login, password)).toBe(200);
    await typePassword(page, { ...somebody, password });
    await expect(page.getByText(errorText('sign_in_failed').happened)).toBeVisible();
  }
  expect(await installation.ask('administer', 'delete-app-passwords', login)).toBe('deleted');
  for (const password of passwords) {
    expect(await installation.ask('verifyAppPassword', login, password)).toBe(401);
  }
});
