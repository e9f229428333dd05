import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { act, openAdministration, openPart, openPerson } from '../actions/admin.ts';
import { addDevice, takePhone } from '../actions/device.ts';
import { codeFromText } from '../actions/phone.ts';
import {
  expectSignedIn,
  heading,
  signInWithApp,
  typeCode,
  typePassword,
} from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const STAFF = { role: 'help-desk', apps: 1 } as const;

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

test('M08 U36 a caller reads out the number that was texted, and only then gets a pass', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('67');
  const somebody = await person({ phones: { mobile }, apps: 1, prefers: 'totp' });
  const { login } = somebody;
  await openAdministration(page, installation, await person(STAFF));
  await openPerson(page, login, login);
  await page.getByRole('button', { name: t('help.pass'), exact: true }).click();
  const dialog = dialogOf(page, t('help.pass'));
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('lost the tablet');
  await dialog.getByRole('button', { name: t('help.save') }).click();
  await expect(dialog.getByText(t('help.verified.empty'))).toBeVisible();

  await dialog.getByRole('button', { name: t('help.caller.send') }).click();
  const { code } = await codeFromText(installation, mobile);
  await dialog.getByLabel(t('help.caller.number')).fill(code);
  await expectAccessible(page, 'a caller');
  await dialog.getByRole('button', { name: t('help.caller.compare') }).click();
  await expect(dialog.getByText(t('help.caller.passed'))).toBeVisible();
  await dialog.getByRole('button', { name: t('help.save') }).click();
  await expect(dialog.getByText(t('help.once'))).toBeVisible();
  const events = (await installation.ask('audit', somebody.id)).map(({ event }) => event);
  expect(events).toEqual(expect.arrayContaining(['caller_check.passed', 'tap.issued']));
});

test('M08 a caller reads out the number that their phone shows, which has nothing to approve', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  const theirs = await browser.newPage();
  await signInWithApp(theirs, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation);
  await addDevice(theirs, phone);
  await theirs.close();

  await openAdministration(page, installation, await person(STAFF));
  await openPerson(page, login, login);
  await page.getByRole('button', { name: t('help.pass'), exact: true }).click();
  const dialog = dialogOf(page, t('help.pass'));
  const way = t('person.caller.app', { name: 'Pixel 7' });
  await dialog.getByLabel(t('help.caller.via')).selectOption({ label: way });
  await dialog.getByRole('button', { name: t('help.caller.send') }).click();
  await expect(dialog.getByText(t('help.caller.sent'))).toBeVisible();

  await phone.setViewportSize({ width: 320, height: 720 });
  const shown = phone.getByRole('status').filter({ hasText: app('caller.title') });
  await expect(shown).toBeVisible();
  await expect(shown.getByRole('button')).toHaveCount(0);
  await expect(phone.getByRole('button', { name: app('request.approve') })).toHaveCount(0);
  await expectAccessible(phone, 'a number for the help desk');
  await expectNoSidewaysScrolling(phone, 'a number for the help desk');
  const number = (await shown.locator('.shown-code').innerText()).replace(' ', '');
  expect(number).toMatch(/^\d{6}$/);

  await dialog.getByLabel(t('help.caller.number')).fill(number);
  await dialog.getByRole('button', { name: t('help.caller.compare') }).click();
  await expect(dialog.getByText(t('help.caller.passed'))).toBeVisible();
  await expect(shown).toHaveCount(0);
  await expect(phone.getByText(app('device.active'))).toBeVisible();
  await leave();
  const events = (await installation.ask('audit', somebody.id)).map(({ event }) => event);
  expect(events).toContain('caller_check.passed');
  // The one with which the phone was added.
  expect(events.filter((event) => event === 'mfa.push.sent')).toHaveLength(1);
});

test('U30 a one-time bypass skips the second step of the next sign-in, and of no other', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await openAdministration(page, installation, await person(STAFF));
  await openPerson(page, login, login);
  await act(page, t('help.bypass'));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'bypass.issued' })).toBeVisible();

  const theirs = await browser.newPage();
  await typePassword(theirs, somebody);
  await expectSignedIn(theirs);
  await theirs.close();
  const again = await browser.newPage();
  await typePassword(again, somebody);
  await expect(again.getByLabel(t('code.label'))).toBeVisible();
  await again.close();
});

test('U22 a blocked person is unblocked with a reason, and the page has the history of both', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await openAdministration(page, installation, await person(STAFF));
  await openPerson(page, somebody.login, somebody.login);
  await act(page, t('help.block'));
  const history = page.locator('#blocks');
  await expect(history.getByText(t('blocks.blocked', { days: 90 }))).toBeVisible();
  await act(page, t('help.unblock'));
  await expect(history.getByText(t('blocks.unblocked'))).toBeVisible();
  await expect(history.getByText('lost the phone; called back')).toHaveCount(2);
  const theirs = await browser.newPage();
  await typePassword(theirs, somebody);
  await typeCode(theirs, await installation.ask('code', somebody.login));
  await expectSignedIn(theirs);
  await theirs.close();
});

test('U40 in the console one method is removed and another number is put in its place', async ({
  page,
  installation,
  person,
  number,
}) => {
  const somebody = await person({ phones: { office: number('67') }, apps: 1, prefers: 'totp' });
  await openAdministration(page, installation, await person(STAFF));
  await openPerson(page, somebody.login, somebody.login);
  const wanted = number('45');
  await act(page, t('help.phone'), (dialog) =>
    dialog.getByLabel(t('help.phone.number'), { exact: true }).fill(wanted),
  );
  await expect(page.getByText('+X XXXXXXXX45')).toBeVisible();
  await expect(page.getByText('+X XXXXXXXX67')).toHaveCount(0);
  const methods = page.locator('#methods');
  await methods
    .getByRole('button', { name: t('help.remove') })
    .last()
    .click();
  const dialog = dialogOf(page, t('help.remove'));
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('left the office');
  await dialog.getByRole('button', { name: t('help.save') }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(methods.getByRole('listitem')).toHaveCount(1);
});

test('K15 what is done to an administrator waits until a second one agrees', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const [first, second, target] = [
    await person({ role: 'administrator', apps: 1 }),
    await person({ role: 'administrator', apps: 1 }),
    await person({ role: 'administrator', apps: 1 }),
  ];
  await openAdministration(page, installation, first);
  await openPerson(page, target.login, target.login);
  await expect(page.getByText(t('user.needs-approval'))).toBeVisible();
  await page.getByRole('button', { name: t('help.clear'), exact: true }).click();
  const dialog = dialogOf(page, t('help.clear'));
  await dialog.getByLabel(t('help.verified'), { exact: true }).fill('came to the desk');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('lost the phone');
  await dialog.getByRole('button', { name: t('help.ask-second') }).click();
  await expect(dialog.getByText(t('help.asked'))).toBeVisible();
  await dialog.getByRole('button', { name: t('help.close') }).click();
  await expect(page.getByText(t('user.method.totp'))).toBeVisible();
  await openPart(page, t('admin.nav.approvals'));
  const own = page.getByRole('listitem').filter({ hasText: target.login });
  await expect(own.getByRole('button', { name: t('approvals.take-back') })).toBeVisible();
  await expect(own.getByRole('button', { name: t('approvals.approve') })).toHaveCount(0);

  const other = await browser.newPage();
  await openAdministration(other, installation, second);
  await openPart(other, t('admin.nav.approvals'));
  const row = other.getByRole('listitem').filter({ hasText: target.login });
  await expect(row.getByText('came to the desk')).toBeVisible();
  await row.getByRole('button', { name: t('approvals.approve') }).click();
  await expect(other.getByText(t('approvals.approved'))).toBeVisible();
  await openPerson(other, target.login, target.login);
  await expect(other.getByText(t('user.methods.none'))).toBeVisible();
  await other.close();
});

test('U12 in the console several people are required to provide contact methods again', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const people = [await person({ apps: 1 }), await person({ apps: 1 })];
  await openAdministration(page, installation, await person(STAFF));
  await openPart(page, t('admin.nav.several'));
  await page.getByRole('button', { name: t('several.run') }).click();
  await expect(page.getByText(t('several.logins.empty'))).toBeVisible();
  const lines = [...people.map(({ login }) => login), 'nobody-there'];
  await page.getByLabel(t('several.logins')).fill(lines.join('\n'));
  await page.getByLabel(t('help.clear')).check();
  await page.getByLabel(t('help.clear.registration')).selectOption('password');
  await page.getByLabel(t('help.verified'), { exact: true }).fill('asked by their manager');
  await page.getByLabel(t('help.reason'), { exact: true }).fill('new phones for the team');
  await expectAccessible(page, 'several people');
  await page.getByRole('button', { name: t('several.run') }).click();
  await expect(page.getByText(t('several.not_found'))).toBeVisible();
  await expect(page.getByText(t('several.done'), { exact: true })).toHaveCount(2);
  for (const somebody of people) {
    const theirs = await browser.newPage();
    await typePassword(theirs, somebody);
    await expect(heading(theirs, t('set-up.invitation.title'))).toBeVisible();
    await theirs.close();
  }
});

test('approvals and several people are accessible on a phone and a desktop', async ({
  browser,
  installation,
  person,
}) => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    const desk = await browser.newPage({ viewport });
    await openAdministration(desk, installation, await person({ role: 'owner', apps: 1 }));
    for (const part of [t('admin.nav.approvals'), t('admin.nav.several')]) {
      await openPart(desk, part);
      await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(desk, `${part} ${viewport.width}`);
    }
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(viewport.width);
    await desk.close();
  }
});
