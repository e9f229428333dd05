import { devices, type Locator, type Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { addCodes, openSettings } from '../actions/codes.ts';
import { addDevice, configure, shownNumber, takePhone } from '../actions/device.ts';
import { tabTo } from '../actions/keyboard.ts';
import { choose, heading, openOptions, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const HOUR = 60 * 60_000;
/** What 1,280 pixels are at 400 % (WCAG 1.4.10). */
const NARROW = { ...devices['Pixel 7'], viewport: { width: 320, height: 256 } };
const LONG = 'Verwaltungsgemeinschaftsbibliothek';

const press = (phone: Page, name: string) =>
  phone.getByRole('button', { name, exact: true }).first().click();

test.describe.configure({ mode: 'parallel' });

test('at 400 % every screen of the app goes downwards only', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1, login: `${LONG.toLowerCase()}.somebody` });
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation, { device: NARROW });
  const look = async (name: string) => {
    await expectNoSidewaysScrolling(phone, name);
    await expectAccessible(phone, name);
  };
  await look('nothing yet');
  await press(phone, app('home.add'));
  await look('an account');
  await press(phone, app('action.cancel'));
  await press(phone, app('home.add-code'));
  await look('a key');
  await press(phone, app('action.cancel'));
  await addCodes(phone, LONG);
  await addDevice(page, phone, LONG.slice(0, 30));
  await expect(phone.getByText(app('device.active'))).toBeVisible();
  await look('an account and codes');
  await openSettings(phone);
  await look('settings');
  await press(phone, app('action.back'));
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);

  await press(phone, app('move.title'));
  await press(phone, app('move.begin'));
  await expect(phone.getByAltText(app('move.alt'))).toBeVisible();
  await look('a move');

  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await look('a request');
  await press(phone, app('request.not-me'));
  await look('not me');
  await leave();
});

test('U34 the app is used by keyboard alone: added, and a sign-in approved', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation, {
    device: devices['Desktop Chrome'],
  });
  const { code } = await configure(page);
  await tabTo(phone, phone.getByRole('button', { name: app('home.add'), exact: true }));
  await phone.keyboard.press('Enter');
  const field = phone.getByLabel(app('activate.code'));
  await reach(phone, field);
  await phone.keyboard.type(code);
  await phone.keyboard.press('Enter');
  await expect(phone.getByText(app('device.waiting'))).toBeVisible();
  await page.getByRole('button', { name: t('device.mine') }).click();
  await approveByKeyboard(phone, await shownNumber(page));
  await expect(page.getByText(t('device.saved'))).toBeVisible();

  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  await approveByKeyboard(phone, await shownNumber(page));
  await expect(page.getByRole('button', { name: t('account.sign-out') })).toBeVisible();

  await tabTo(phone, phone.getByRole('button', { name: app('settings.title') }));
  await phone.keyboard.press('Enter');
  await expect(heading(phone, app('settings.title'))).toBeVisible();
  await tabTo(phone, phone.getByRole('button', { name: app('action.back') }));
  await phone.keyboard.press('Enter');
  await expect(heading(phone, app('home.title'))).toBeVisible();
  await leave();
});

/** A screen that comes puts the focus where it begins, or into its field: nobody tabs before. */
async function reach(phone: Page, field: Locator): Promise<void> {
  await expect(field).toBeVisible();
  const isThere = await field.evaluate((element) => element === document.activeElement);
  if (!isThere) await tabTo(phone, field);
}

async function approveByKeyboard(phone: Page, number: string): Promise<void> {
  const field = phone.getByLabel(app('request.number'), { exact: true });
  await reach(phone, field);
  await phone.keyboard.type(number);
  await phone.keyboard.press('Enter');
  await expect(phone.getByText(app('request.approved'))).toBeVisible();
}
