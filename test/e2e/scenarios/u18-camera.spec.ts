import { mkdirSync } from 'node:fs';
import encodeQr from 'qr';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { browserThatSees } from '../actions/camera.ts';
import { addDevice, configure, shownNumber, takePhone, typeNumber } from '../actions/device.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const HOUR = 60 * 60_000;

test.beforeEach(() => {
  mkdirSync(test.info().outputPath(), { recursive: true });
});

/** What a page shows that sets up codes. */
function imageOf(text: string): string {
  const svg = encodeQr(text, 'svg').replace('<svg ', '<svg width="300" height="300" ');
  return `<img alt="x" width="300" height="300" src="data:image/svg+xml,${encodeURIComponent(svg)}">`;
}

test('U18 the camera inside the app reads the picture, and the phone is activated', async ({
  page,
  installation,
  person,
}) => {
  await signInWithApp(page, installation, await person({ apps: 1 }));
  await configure(page);
  const seeing = await browserThatSees(page.getByAltText(t('device.scan.alt')));
  const { phone, leave } = await takePhone(seeing, installation);
  await phone.getByRole('button', { name: app('home.add'), exact: true }).click();
  await phone.getByRole('button', { name: app('scan.title') }).click();
  await expect(heading(phone, app('activate.title'))).toBeVisible();
  await phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(heading(page, t('device.answered'))).toBeVisible();
  await page.getByRole('button', { name: t('device.mine') }).click();
  await typeNumber(phone, await shownNumber(page));
  await expect(page.getByText(t('device.saved'))).toBeVisible();
  await leave();
  await seeing.close();
});

test('U15 the camera of the new phone reads what the old phone shows', async ({
  page,
  browser,
  installation,
  person,
}) => {
  await signInWithApp(page, installation, await person({ apps: 1 }));
  const old = await takePhone(browser, installation);
  await addDevice(page, old.phone, 'Old phone');
  await installation.ask('advance', HOUR);
  await old.phone.getByRole('button', { name: app('move.title') }).click();
  await old.phone.getByRole('button', { name: app('move.begin') }).click();
  const seeing = await browserThatSees(old.phone.getByAltText(app('move.alt')));
  const next = await takePhone(seeing, installation);
  await next.phone.getByRole('button', { name: app('home.add'), exact: true }).click();
  await next.phone.getByRole('button', { name: app('scan.title') }).click();
  await next.phone.getByLabel(app('activate.name')).fill('New phone');
  await next.phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(old.phone.getByText(app('move.yours', { name: 'New phone' }))).toBeVisible();
  await old.phone.getByRole('button', { name: app('move.confirm') }).click();
  await expect(next.phone.getByText(app('device.active'))).toBeVisible();
  await old.leave();
  await next.leave();
  await seeing.close();
});

test('U23 the camera adds the codes of any site, also without a network', async ({
  page,
  installation,
}) => {
  await page.setContent(imageOf('otpauth://totp/Shop:alex?secret=MFQWCYLBMFQWCYLB&issuer=Shop'));
  const seeing = await browserThatSees(page.getByAltText('x'));
  const { phone, context, leave } = await takePhone(seeing, installation);
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await phone.reload();
  await phone.getByRole('button', { name: app('home.add-code') }).click();
  await phone.getByRole('button', { name: app('scan.title') }).click();
  await expect(heading(phone, 'Shop')).toBeVisible();
  await expect(phone.locator('.shown-code')).toHaveCount(1);
  await leave();
  await seeing.close();
});

test('a picture of something else is named, and the camera goes on', async ({
  page,
  installation,
}) => {
  await page.setContent(imageOf('https://other.example/#activate=abcdefgh'));
  const seeing = await browserThatSees(page.getByAltText('x'));
  const { phone, leave } = await takePhone(seeing, installation);
  await phone.getByRole('button', { name: app('home.add'), exact: true }).click();
  await phone.getByRole('button', { name: app('scan.title') }).click();
  await expect(phone.getByText(app('scan.elsewhere', { host: 'other.example' }))).toBeVisible();
  await expect(phone.getByText(app('scan.seeing'))).toBeVisible();
  await expectAccessible(phone, 'the camera');
  await phone.screenshot({ path: 'playwright-output/camera.png' });
  await phone.getByRole('button', { name: app('scan.type') }).click();
  await expect(phone.getByLabel(app('activate.code'))).toBeVisible();
  const isOff = await phone.evaluate(() => document.querySelector('video') === null);
  expect(isOff).toBe(true);
  await leave();
  await seeing.close();
});

test('without a camera the app says so: a picture can be chosen, or it is typed', async ({
  page,
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation);
  await phone.getByRole('button', { name: app('home.add-code') }).click();
  await phone.getByRole('button', { name: app('scan.title') }).click();
  await expect(phone.getByText(/There is no camera here|may not use the camera/)).toBeVisible();
  await expectAccessible(phone, 'no camera');
  await phone.screenshot({ path: 'playwright-output/no-camera.png' });

  await page.setContent('<p>no code here</p>');
  const choose = phone.getByLabel(app('scan.choose'));
  const file = { name: 'picture.png', mimeType: 'image/png' } as const;
  await choose.setInputFiles({ ...file, buffer: await page.screenshot() });
  await expect(phone.getByText(app('scan.no-code'))).toBeVisible();
  await choose.setInputFiles({ ...file, buffer: Buffer.from('no picture') });
  await expect(phone.getByText(app('scan.no-code'))).toBeVisible();
  await page.setContent(imageOf('otpauth://totp/Bank:alex?secret=MFQWCYLBMFQWCYLB&issuer=Bank'));
  await choose.setInputFiles({ ...file, buffer: await page.screenshot() });
  await expect(heading(phone, 'Bank')).toBeVisible();
  await leave();
});

test('a camera that is refused is a way less, and no dead end', async ({
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation);
  await phone.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await phone.getByRole('button', { name: app('home.add'), exact: true }).click();
  await phone.getByRole('button', { name: app('scan.title') }).click();
  await expect(phone.getByText(app('scan.refused'))).toBeVisible();
  await phone.getByRole('button', { name: app('scan.type') }).click();
  await expect(phone.getByLabel(app('activate.code'))).toBeVisible();
  await leave();
});
