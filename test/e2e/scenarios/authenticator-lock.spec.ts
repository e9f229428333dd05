import type { Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { addCodes, openSettings, stored } from '../actions/codes.ts';
import { addDevice, takePhone } from '../actions/device.ts';
import { giveScreenLock } from '../actions/screen-lock.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const MINUTE = 60_000;

async function turnOnLock(phone: Page): Promise<void> {
  await openSettings(phone);
  await phone.getByRole('button', { name: app('lock.turn-on') }).click();
}

const unlock = (phone: Page) => phone.getByRole('button', { name: app('lock.unlock') }).click();

for (const prf of [true, false]) {
  const kind = prf ? 'seals the codes' : 'is a door where the phone gives no secret';
  test(`the lock ${kind}, after a start and after a while, and opens for its owner alone`, async ({
    browser,
    installation,
  }) => {
    const { phone, leave } = await takePhone(browser, installation);
    const screenLock = await giveScreenLock(phone, { prf });
    await addCodes(phone, 'Shop');
    await turnOnLock(phone);
    await expect(phone.getByText(app(prf ? 'lock.on.wraps' : 'lock.on.door'))).toBeVisible();
    await expectAccessible(phone, 'settings');
    await phone.screenshot({ path: 'playwright-output/settings.png', fullPage: true });
    const kept = await stored(phone);
    expect(kept).not.toContain('open key');
    expect(kept.includes('closed key')).toBe(!prf);

    await phone.reload();
    await expect(heading(phone, app('lock.locked'))).toBeVisible();
    await expectAccessible(phone, 'locked');
    await phone.screenshot({ path: 'playwright-output/locked.png' });
    await expect(phone.locator('.shown-code')).toHaveCount(0);
    await unlock(phone);
    await expect(phone.locator('.shown-code')).toHaveCount(1);
    await addCodes(phone, 'Bank');

    await phone.clock.install();
    await phone.reload();
    await unlock(phone);
    await expect(phone.locator('.shown-code')).toHaveCount(2);
    await phone.clock.runFor(4 * MINUTE);
    await expect(phone.locator('.shown-code')).toHaveCount(2);
    await phone.clock.runFor(2 * MINUTE);
    await expect(heading(phone, app('lock.locked'))).toBeVisible();

    await unlock(phone);
    await openSettings(phone);
    await phone.getByRole('button', { name: app('lock.turn-off') }).click();
    await expect(phone.getByRole('button', { name: app('lock.turn-on') })).toBeVisible();
    await phone.reload();
    await expect(phone.locator('.shown-code')).toHaveCount(2);

    await turnOnLock(phone);
    await expect(phone.getByText(app(prf ? 'lock.on.wraps' : 'lock.on.door'))).toBeVisible();
    await phone.reload();
    await screenLock.recognises(false);
    await unlock(phone);
    await expect(phone.getByText(app('lock.refused'))).toBeVisible();
    await expect(phone.locator('.shown-code')).toHaveCount(0);
    await leave();
  });
}

test('the lock covers approvals, and a lost passkey opens nothing: it is erased, not shown', async ({
  page,
  browser,
  installation,
  person,
}) => {
  await signInWithApp(page, installation, await person({ apps: 1 }));
  const { phone, leave } = await takePhone(browser, installation);
  const screenLock = await giveScreenLock(phone, { prf: true });
  await addDevice(page, phone);
  await addCodes(phone, 'Shop');
  await turnOnLock(phone);
  await expect(phone.getByText(app('lock.on.wraps'))).toBeVisible();
  await phone.reload();
  await expect(heading(phone, app('lock.locked'))).toBeVisible();
  await expect(phone.getByText('Example Organisation')).toHaveCount(0);

  await screenLock.lose();
  await unlock(phone);
  await expect(phone.getByText(app('lock.refused'))).toBeVisible();
  await phone.getByRole('button', { name: app('lock.lost') }).click();
  await expectAccessible(phone, 'a lost passkey');
  await phone.getByRole('button', { name: app('action.back') }).click();
  await expect(heading(phone, app('lock.locked'))).toBeVisible();
  await phone.getByRole('button', { name: app('lock.lost') }).click();
  await phone.getByRole('button', { name: app('lock.erase') }).click();
  await expect(phone.getByText(app('home.empty'))).toBeVisible();
  await expect(phone.getByText('Example Organisation')).toHaveCount(0);
  await addCodes(phone, 'New shop');
  const kept = await stored(phone);
  expect(JSON.parse(kept).map(({ name }: { readonly name: string }) => name)).toEqual([
    'codes',
    'keys',
  ]);
  await leave();
});

test('without a screen lock there is no lock, and the app says so', async ({
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation);
  await openSettings(phone);
  await expect(phone.getByText(app('lock.impossible'))).toBeVisible();
  await expect(phone.getByRole('button', { name: app('lock.turn-on') })).toHaveCount(0);
  await leave();
});
