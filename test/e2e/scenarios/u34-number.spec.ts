import type { Browser, Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { errorText } from '../../../packages/ui/src/text.ts';
import {
  addDevice,
  configure,
  shownNumber,
  takePhone,
  typeActivation,
  typeNumber,
} from '../actions/device.ts';
import {
  choose,
  expectSignedIn,
  heading,
  openOptions,
  signInWithApp,
  typePassword,
} from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import type { Installation } from '../installation.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const HOUR = 60 * 60_000;

type Scene = {
  readonly page: Page;
  readonly browser: Browser;
  readonly installation: Installation;
};

/** Somebody adds a phone, comes back an hour later, and has it asked. */
async function askPhone({ page, browser, installation }: Scene, somebody: PersonInHand) {
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation);
  await addDevice(page, phone);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  return { phone, leave };
}

test('U18 U34 a phone without a camera is activated by code, and approves by the number alone', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation);
  await expectAccessible(phone, 'authenticator, empty');
  await addDevice(page, phone);
  await expect(phone.getByText(app('request.approved'))).toBeVisible();
  await expect(phone.getByText(app('device.active'))).toBeVisible();
  await expectAccessible(phone, 'authenticator, an account');
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);

  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  const number = await shownNumber(page);
  await expectAccessible(page, 'the number');
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await expect(phone.getByText('Example Organisation')).toBeVisible();
  await expectAccessible(phone, 'a request');
  await expect(phone.getByText(number)).toHaveCount(0);
  await page.screenshot({ path: 'playwright-output/number.png' });
  await phone.screenshot({ path: 'playwright-output/request.png' });
  await typeNumber(phone, number);
  await expectSignedIn(page);
  await leave();
});

test('U19 U34 another number ends the request; a request that nobody answers ends by itself', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const { phone, leave } = await askPhone(
    { page, browser, installation },
    await person({ apps: 1 }),
  );
  const number = await shownNumber(page);
  await typeNumber(phone, number === '123' ? '124' : '123');
  await expect(page.getByText(t('push.wrong-number'), { exact: true })).toBeVisible();
  await expect(phone.getByText(app('request.wrong-number'))).toBeVisible();

  await installation.ask('advance', 31_000);
  await page.reload();
  await page.getByRole('button', { name: t('push.again') }).click();
  await shownNumber(page);
  await installation.ask('advance', 61_000);
  await page.reload();
  await expect(page.getByText(t('push.expired'), { exact: true })).toBeVisible();
  await page.getByText(t('details.title')).click();
  await expect(page.getByText('challenge_expired')).toBeVisible();
  await leave();
});

test('U20 what is denied on the phone is over, and the log says so', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { phone, leave } = await askPhone({ page, browser, installation }, somebody);
  await shownNumber(page);
  await phone.getByRole('button', { name: app('request.not-me') }).click();
  await expectAccessible(phone, 'not me');
  await phone.getByRole('button', { name: app('not-me.deny') }).click();
  await expect(phone.getByText(app('request.denied'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('action.start-again') })).toBeVisible();
  const log = await installation.ask('audit', somebody.id);
  expect(
    log.some(({ event, reason }) => event === 'mfa.push.denied' && reason === 'user_declined'),
  ).toBe(true);
  await leave();
});

test('U21 a report on the phone ends the sign-in and blocks the account', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { phone, leave } = await askPhone({ page, browser, installation }, somebody);
  await shownNumber(page);
  await phone.getByRole('button', { name: app('request.not-me') }).click();
  await phone.getByRole('button', { name: app('not-me.report') }).click();
  await expect(phone.getByText(app('request.reported'))).toBeVisible();
  await expect(phone.getByText(app('device.off'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('action.start-again') })).toBeVisible();
  await typePassword(page, somebody);
  await expect(page.getByText(errorText('sign_in_blocked').happened)).toBeVisible();
  await leave();
});

test('U14 a phone whose app is gone stays listed until it is removed on the page', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation);
  await addDevice(page, phone);
  await leave();
  await page.reload();
  await expect(page.getByText('Pixel 7', { exact: true })).toBeVisible();
  await page
    .getByRole('button', { name: `${t('action.delete')} ${t('method.device')}, Pixel 7` })
    .click();
  await page.getByRole('button', { name: t('action.delete'), exact: true }).click();
  await expect(page.getByText('Pixel 7', { exact: true })).toHaveCount(0);
});

test('U18 the link of the picture activates, once; the app starts without a network', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, context, leave } = await takePhone(browser, installation);
  const { code, url } = await configure(page);
  await phone.goto(`${url}/#activate=${code}`);
  await expect(heading(phone, app('activate.title'))).toBeVisible();
  expect(phone.url()).toBe(`${url}/`);
  await phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(phone.getByText(app('device.waiting'))).toBeVisible();
  await typeActivationRefused(phone, code);

  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await phone.reload();
  await expect(phone.getByText('Example Organisation')).toBeVisible();
  await expect(phone.getByText(app('device.unreachable'))).toBeVisible();
  await leave();
});

test('U15 D11 the old phone shows a picture, the new one takes over, the old one is out', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const old = await takePhone(browser, installation);
  await addDevice(page, old.phone, 'Old phone');
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);

  await old.phone.getByRole('button', { name: app('move.title') }).click();
  await old.phone.getByRole('button', { name: app('move.begin') }).click();
  await expect(old.phone.getByAltText(app('move.alt'))).toBeVisible();
  await expectAccessible(old.phone, 'a move');
  const link = await old.phone.getByText(/#activate=/).innerText();
  const next = await takePhone(browser, installation);
  await typeActivation(next.phone, link, 'New phone');
  await expect(old.phone.getByText(app('move.yours', { name: 'New phone' }))).toBeVisible();
  await old.phone.getByRole('button', { name: app('move.confirm') }).click();
  await expect(old.phone.getByText(app('home.empty'))).toBeVisible();
  await expect(old.phone.getByText(app('move.done'))).toBeVisible();
  await expect(next.phone.getByText(app('device.active'))).toBeVisible();

  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  const number = await shownNumber(page);
  await typeNumber(next.phone, number);
  await expectSignedIn(page);
  await expect(page.getByText('New phone', { exact: true })).toBeVisible();
  await expect(page.getByText('Old phone', { exact: true })).toHaveCount(0);
  await old.leave();
  await next.leave();
});

async function typeActivationRefused(phone: Page, code: string) {
  await phone.getByRole('button', { name: app('home.add') }).click();
  await phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(phone.getByText(app('activate.code.missing'))).toBeVisible();
  await phone.getByLabel(app('activate.code')).fill(code);
  await phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(phone.getByText('This code does not work.')).toBeVisible();
  await phone.getByRole('button', { name: app('action.cancel') }).click();
}
