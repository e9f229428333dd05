import { t } from '../../../packages/ui/src/admin-text.ts';
import { act, openAdministration, openPart, openPerson } from '../actions/admin.ts';
import { createAppPassword } from '../actions/app-passwords.ts';
import { heading, signInWithApp, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';
import { recordStrangers } from '../verify/contract.ts';

const STAFF = { role: 'help-desk', apps: 1 } as const;

test('U27 in the console: re-registration leaves app passwords, the order to delete all ends them', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await signInWithApp(page, installation, somebody);
  const password = await createAppPassword(page, 'Laptop');

  const desk = await browser.newPage();
  await openAdministration(desk, installation, await person(STAFF));
  await openPerson(desk, login, login);
  await expect(desk.getByText(t('user.method.totp'))).toBeVisible();
  await act(desk, t('help.clear'), (dialog) =>
    dialog.getByLabel(t('help.clear.registration')).selectOption('password'),
  );
  await expect(desk.getByText(t('user.methods.none'))).toBeVisible();
  await expect(desk.getByRole('heading', { name: 'Laptop' })).toBeVisible();
  expect(await installation.ask('verifyAppPassword', login, password)).toBe(200);
  await act(desk, t('help.app-passwords'));
  await expect(desk.getByText(t('user.app-passwords.none'))).toBeVisible();
  expect(await installation.ask('verifyAppPassword', login, password)).toBe(401);
  await desk.close();
});

test('U36 a Temporary Access Pass is shown once, leads to the set-up, and never works for oneself', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const staff = await person(STAFF);
  const somebody = await person({ apps: 1 });
  await openAdministration(page, installation, staff);
  await openPerson(page, somebody.login, somebody.login);
  await act(page, t('help.clear'));
  await expect(page.getByText(t('user.methods.none'))).toBeVisible();
  await act(page, t('help.pass'));
  const dialog = page.getByRole('dialog', { name: t('help.pass') });
  await expect(dialog.getByText(t('help.once'))).toBeVisible();
  const pass = (await dialog.locator('code').textContent()) ?? '';
  expect(pass).toMatch(/^(?:\w{4}-){2}\w{4}$/);
  await dialog.getByRole('button', { name: t('help.close') }).click();
  await page.reload();
  await expect(heading(page, t('user.actions'))).toBeVisible();
  await expect(page.getByText(pass)).toHaveCount(0);

  const theirs = await browser.newPage();
  await typePassword(theirs, somebody);
  await theirs.getByLabel(t('code.pass.label')).fill(pass);
  await theirs.getByRole('button', { name: t('action.verify') }).click();
  await expect(heading(theirs, t('set-up.invitation.title'))).toBeVisible();
  await theirs.close();

  await openPerson(page, staff.login, staff.login);
  await expect(page.getByText(t('user.own'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('help.pass') })).toHaveCount(0);
});

test('U40 what the console does lies within the contract, and an act after 5 minutes asks for proof', async ({
  page,
  installation,
  person,
}) => {
  const strangers = recordStrangers(page);
  const admin = await person({ role: 'administrator', apps: 1 });
  const somebody = await person({ apps: 1 });
  await openAdministration(page, installation, admin);
  await openPerson(page, somebody.login, somebody.login);
  await installation.ask('advance', 6 * 60_000);
  await act(page, t('help.state'), (dialog) =>
    dialog.getByLabel(t('user.state')).selectOption('enabled'),
  );
  await typeCode(page, await installation.ask('code', admin.login));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'done' })).toBeVisible();
  expect(await installation.ask('stateOf', somebody.id)).toBe('enabled');

  await openPart(page, t('admin.nav.reports'));
  await expect(page.getByRole('button', { name: t('reports.export') })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: t('reports.export') }).click();
  expect((await download).suggestedFilename()).toBe('proofup-sign-ins.csv');
  await page
    .getByRole('link', { name: t('record.story') })
    .first()
    .click();
  await expect(heading(page, t('attempt.title'))).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'mfa.success' }).first()).toBeVisible();
  expect(strangers).toEqual([]);
});

test('a case is taken by one, closed with an outcome, and gone from the list', async ({
  page,
  installation,
  person,
}) => {
  const sent = await page.request.post('/api/v1/help/reports', {
    data: { message: 'I cannot get in <b>help</b>' },
    headers: { origin: installation.url },
  });
  expect(sent.status()).toBe(204);
  await openAdministration(page, installation, await person(STAFF));
  await openPart(page, t('admin.nav.cases'));
  const row = page.getByRole('listitem').filter({ hasText: t('cases.kind.help') });
  await row.last().getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: t('cases.kind.help') });
  await expect(dialog.getByText('I cannot get in <b>help</b>')).toBeVisible();
  await dialog.getByRole('button', { name: t('cases.take') }).click();
  await expect(dialog.getByRole('button', { name: t('cases.take') })).toHaveCount(0);
  await dialog.getByLabel(t('cases.outcome')).selectOption('false-alarm');
  await dialog.getByLabel(t('help.reason')).fill('called back');
  await dialog.getByRole('button', { name: t('cases.close') }).click();
  await expect(page.getByText(t('cases.said'))).toBeVisible();

  await page.getByRole('link', { name: t('cases.which.closed') }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: t('cases.kind.help') })
    .first()
    .getByRole('button')
    .click();
  await expect(dialog.getByText(t('cases.outcome.false-alarm'))).toBeVisible();
  await expect(dialog.getByText('called back', { exact: true })).toBeVisible();
  await expect(dialog.getByRole('button')).toHaveText([t('help.close')]);
  await expectAccessible(page, 'a closed case');
  await page.setViewportSize({ width: 320, height: 720 });
  await expectNoSidewaysScrolling(page, 'a closed case');
});

test('nobody without a role gets in, and the pages are accessible on a phone and a desktop', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const nobody = await person({ apps: 1 });
  await signInWithApp(page, installation, nobody);
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
  await page.goto('/admin');
  await expect(heading(page, t('admin.not-allowed'))).toBeVisible();
  const answer = await page.request.get(`/api/v1/admin/users/${nobody.id}`);
  expect((await answer.json()).code).toBe('access_denied');

  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    const desk = await browser.newPage({ viewport });
    const admin = await person({ role: 'administrator', apps: 1, phones: {} });
    await openAdministration(desk, installation, admin);
    await expectAccessible(desk, `people ${viewport.width}`);
    await openPerson(desk, nobody.login, nobody.login);
    await expectAccessible(desk, `person ${viewport.width}`);
    await desk.getByRole('button', { name: t('help.clear') }).click();
    await desk.getByRole('button', { name: t('help.save') }).click();
    await expect(desk.getByText(t('help.reason.empty'))).toBeVisible();
    await expectAccessible(desk, `clear ${viewport.width}`);
    await desk.keyboard.press('Escape');
    for (const part of [t('admin.nav.reports'), t('admin.nav.cases'), t('admin.nav.attempt')]) {
      await openPart(desk, part);
      await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(desk, `${part} ${viewport.width}`);
    }
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(viewport.width);
    await desk.close();
  }
});
