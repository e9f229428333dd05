import { t } from '../../../packages/ui/src/security-info-text.ts';
import { errorText } from '../../../packages/ui/src/text.ts';
import { addApp, beginMove, row } from '../actions/methods.ts';
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

test('U14 an uninstalled app stays in the list with its last use until it is deleted', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addApp(page, installation, 'Tablet');
  // Uninstalled: from here on nobody looks at the first app any more.
  await installation.ask('advance', 40 * 24 * 60 * 60_000);
  await page.reload();
  await expect(heading(page, t('sign-in.title'))).toBeVisible();
  await signInWithApp(page, installation, somebody);
  const apps = row(page, t('method.app'));
  await expect(apps).toHaveCount(2);
  await expect(apps.filter({ hasText: 'Last used' })).toHaveCount(1);
  await expect(page.getByText(t('method.uninstalled'))).toBeVisible();

  await page
    .getByRole('button', { name: `${t('action.delete')} ${t('method.app')}`, exact: true })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('action.delete') })
    .click();
  await expect(apps).toHaveCount(1);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', 30_000);
  await typePassword(page, somebody);
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();
});

test('U15 D11 moved to a new phone: only the new one works, and the page says what to delete', async ({
  page,
  installation,
  person,
  number,
}) => {
  const phones = { mobile: number('67') };
  const somebody = await person({ phones, apps: 1, prefers: 'totp' });
  await signInWithApp(page, installation, somebody);
  await page.getByRole('button', { name: `${t('action.rename')} ${t('method.app')}` }).click();
  await page.getByRole('textbox', { name: t('rename.name') }).fill('Work phone');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('action.save') })
    .click();

  const key = await beginMove(page);
  await typeCode(page, await installation.ask('codeForKey', key));
  await expect(heading(page, t('moved.title'))).toBeVisible();
  const entry = page.locator('dl.entry');
  await expect(entry).toContainText('Example Organisation');
  await expect(entry).toContainText(somebody.login);
  await page.getByRole('button', { name: t('action.done') }).click();
  await expect(page.getByText(t('moved.said'))).toBeVisible();
  await expect(row(page, t('method.app'))).toHaveCount(1);
  await expect(row(page, t('method.app'))).toContainText('Work phone');
  await page.getByRole('button', { name: t('account.sign-out') }).click();

  await installation.ask('advance', 30_000);
  await typePassword(page, somebody);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();
  await typeCode(page, await installation.ask('codeForKey', key));
  await expectSignedIn(page);
});

test('a code that confirmed the app does not sign in: wait for the next code (B10)', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const key = await beginMove(page);
  await typeCode(page, await installation.ask('codeForKey', key));
  await page.getByRole('button', { name: t('action.done') }).click();
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await typePassword(page, somebody);
  await typeCode(page, await installation.ask('codeForKey', key));
  await expect(page.getByText(errorText('code_already_used').next)).toBeVisible();
});

test('what is asked first on a phone is chosen apart from a computer', async ({
  page,
  browser,
  installation,
  person,
  number,
}) => {
  const phones = { mobile: number('67'), office: number('81') };
  const somebody = await person({ phones, apps: 1, prefers: 'totp' });
  await signInWithApp(page, installation, somebody);
  const section = page.getByRole('region', { name: "What's your preferred option" });
  const onPhone = section.getByLabel(t('preferred.phone'));
  await expect(onPhone.getByRole('option')).toHaveText([
    'Automatic: Use verification code from app',
    'Text code to my authentication phone',
    'Call my authentication phone',
    'Call my office phone',
    'Use verification code from app',
  ]);
  await onPhone.selectOption('Call my office phone');
  await section.getByRole('button', { name: t('action.save') }).click();
  await expect(page.getByText(t('preferred.saved'))).toBeVisible();

  const userAgent = 'Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36';
  const phone = await browser.newContext({ userAgent });
  const small = await phone.newPage();
  await typePassword(small, somebody);
  await expect(heading(small, t('call.title'))).toBeVisible();
  await phone.close();
  await installation.ask('advance', 30_000);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await typePassword(page, somebody);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await openOptions(page);
  await choose(page, t('option.text', { number: '+X XXXXXXXX67' }));
});

test('where the organisation decides, the choice is shown, off, with the reason', async ({
  page,
  installation,
  person,
}) => {
  await page.route('**/api/v1/security-info', async (route) => {
    const answer = await route.fetch();
    const json = { ...(await answer.json()), systemPreferred: true };
    await route.fulfill({ response: answer, json });
  });
  await signInWithApp(page, installation, await person({ apps: 1 }));
  const section = page.getByRole('region', { name: "What's your preferred option" });
  await expect(section.getByText(t('preferred.not-yours'))).toBeVisible();
  await expect(section.getByRole('combobox').first()).toBeDisabled();
  await expect(section.getByRole('button')).toHaveCount(0);
});

test('F15 whoever adds a number reads of the risk, and is offered the app', async ({
  page,
  installation,
  person,
}) => {
  const newcomer = await person({ state: 'enabled' });
  await typePassword(page, newcomer);
  await page.getByRole('button', { name: t('set-up.start') }).click();
  await page.getByRole('radio', { name: t('contact.mobile') }).check();
  await page.getByRole('button', { name: t('action.next') }).click();
  await expect(page.getByText(t('phone.risk'))).toBeVisible();
  await page.getByRole('button', { name: t('phone.risk.app') }).click();
  await expect(heading(page, t('app.title'))).toBeVisible();
  await page.context().clearCookies();

  await signInWithApp(page, installation, await person({ apps: 1 }));
  await page.getByRole('button', { name: `${t('action.add')} ${t('method.mobile')}` }).click();
  await expect(page.getByText(t('phone.risk'))).toBeVisible();
  await page.getByRole('button', { name: t('phone.risk.app') }).click();
  await expect(heading(page, t('app.title'))).toBeVisible();
});
