import { t } from '../../../packages/ui/src/security-info-text.ts';
import { errorText } from '../../../packages/ui/src/text.ts';
import {
  choosePassword,
  expectUserName,
  forgetPassword,
  linkMailed,
  NEW_PASSWORD,
  useCode,
} from '../actions/password.ts';
import { saveCodesAndFinish } from '../actions/set-up.ts';
import {
  choose,
  expectSignedIn,
  heading,
  openOptions,
  signInWithApp,
  typeCode,
  typePassword,
} from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

test('M01 M02 a forgotten password, from the link on the page to the second step', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await forgetPassword(page, somebody.login);
  const link = await linkMailed(installation, somebody);
  const addresses: string[] = [];
  page.on('request', (request) => void addresses.push(request.url()));
  await page.goto(link);
  await expect(heading(page, t('reset.title'))).toBeVisible();
  await expect(page).toHaveURL(/\/reset-password$/);
  await expectUserName(page, somebody.login);
  await choosePassword(page, 'short');
  await expect(page.getByText(t('password.next.short'))).toBeVisible();
  await choosePassword(page, 'password');
  await expect(page.getByText(errorText('password_unacceptable').happened)).toBeVisible();
  await choosePassword(page);
  await expect(heading(page, t('reset.done.title'))).toBeVisible();
  const [token = ''] = link.split('#')[1]?.split('.') ?? [];
  expect(addresses.filter((address) => new URL(address).pathname.includes(token))).toEqual([]);
  expect(addresses.filter((address) => new URL(address).search.includes(token))).toEqual([]);
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);

  await page.getByRole('link', { name: t('sign-in.title') }).click();
  await typePassword(page, { ...somebody, password: NEW_PASSWORD });
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await typeCode(page, await installation.ask('code', somebody.login));
  await expectSignedIn(page);

  await page.goto(link);
  await choosePassword(page);
  await expect(page.getByText(errorText('reset_refused').happened)).toBeVisible();
  await page.getByRole('link', { name: t('reset.again') }).click();
  await expect(heading(page, t('forgot.title'))).toBeVisible();
});

test('I02 the answer is the same for a name that nobody has', async ({ page }) => {
  await forgetPassword(page, 'nobody-at-all');
  await expect(page.getByText(t('forgot.sent.lead'))).toBeVisible();
});

test('a newer link, opened in the same tab, takes the place of the older', async ({ page }) => {
  await page.goto(`/reset-password#${'a'.repeat(43)}`);
  await expect(heading(page, t('reset.title'))).toBeVisible();
  const sent = page.waitForRequest('**/api/v1/password/reset');
  await page.evaluate((hash) => {
    location.hash = hash;
  }, 'b'.repeat(43));
  await expect(page).toHaveURL(/\/reset-password$/);
  await choosePassword(page);
  expect((await sent).postDataJSON()).toMatchObject({ token: 'b'.repeat(43) });
});

test('after an administrator chose the password, its owner chooses another first', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const password = await installation.ask('orderPassword', somebody.login);
  await typePassword(page, { ...somebody, password });
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(heading(page, t('task.password.title'))).toBeVisible();
  // Reloading, or going elsewhere, leads around nothing.
  await page.reload();
  await expect(heading(page, t('task.password.title'))).toBeVisible();
  await expectUserName(page, somebody.login);
  await page.goto('/security-info');
  await expect(heading(page, t('task.password.title'))).toBeVisible();
  expect((await page.request.get('/api/v1/security-info')).ok()).toBe(false);

  await choosePassword(page, password);
  await expect(page.getByText(errorText('password_unchanged').happened)).toBeVisible();
  await choosePassword(page);
  await expectSignedIn(page);
});

test('M05 the last recovery code forces a new set before anything else', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1, recoveryCodes: 1 });
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.saved-recovery-code'));
  await useCode(page, somebody);
  await expect(heading(page, t('task.codes.title'))).toBeVisible();
  expect((await page.request.get('/api/v1/security-info')).ok()).toBe(false);
  expect(await saveCodesAndFinish(page)).toHaveLength(10);
  await expectSignedIn(page);
  const events = await installation.ask('audit', somebody.id);
  expect(events.map(({ event }) => event)).toContain('sign_in.tasks_required');
});

test('a password is changed in security info, and other browsers are signed out', async ({
  page,
  browser,
  baseURL,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const elsewhere = await other.newPage();
  await signInWithApp(elsewhere, installation, somebody);
  await installation.ask('advance', 31_000);
  await signInWithApp(page, installation, somebody);
  await page.getByRole('button', { name: `${t('action.change')} ${t('password.title')}` }).click();
  await expect(heading(page, t('password.change.title'))).toBeVisible();
  await expectUserName(page, somebody.login);
  await expectAccessible(page, 'a new password');
  const current = page.getByLabel(t('password.current'), { exact: true });
  const next = page.getByLabel(t('password.next'), { exact: true });
  await expect(current).toHaveAttribute('autocomplete', 'current-password');
  await expect(next).toHaveAttribute('autocomplete', 'new-password');
  await page.getByRole('button', { name: t('password.change.title') }).click();
  await expect(page.getByText(t('password.current.empty'))).toBeVisible();
  await current.fill('not the one');
  await next.fill(NEW_PASSWORD);
  await page
    .getByRole('button', { name: t('field.password.show') })
    .last()
    .click();
  await expect(next).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: t('password.change.title') }).click();
  await expect(page.getByText(errorText('password_rejected').happened)).toBeVisible();
  await current.fill(somebody.password);
  await page.getByRole('button', { name: t('password.change.title') }).click();
  await expect(page.getByText(t('password.changed'))).toBeVisible();
  await elsewhere.reload();
  await expect(heading(elsewhere, t('sign-in.title'))).toBeVisible();
  await other.close();
});

test('M05 the last recovery code in a step-up: the new set is made in its dialog', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1, recoveryCodes: 1 });
  await signInWithApp(page, installation, somebody);
  await installation.ask('advance', 10 * 60_000);
  await page.getByRole('button', { name: `${t('action.rename')} ${t('method.app')}` }).click();
  const rename = page.getByRole('dialog', { name: t('rename.title') });
  await rename.getByLabel(t('rename.name')).fill('My phone');
  await rename.getByRole('button', { name: t('action.save') }).click();
  const dialog = page.getByRole('dialog', { name: t('step-up.title') });
  await expect(dialog).toBeVisible();
  await openOptions(page);
  await choose(page, t('option.saved-recovery-code'));
  await useCode(page, somebody);
  await expect(dialog.getByRole('heading', { name: t('task.codes.title') })).toBeVisible();
  await expectAccessible(page, 'new recovery codes in a dialog');
  await saveCodesAndFinish(page);
  await expect(page.getByText(t('rename.done'))).toBeVisible();
});
