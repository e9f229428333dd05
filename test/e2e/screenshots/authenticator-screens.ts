import { type BrowserContextOptions, devices, expect, type Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { browserThatSees } from '../actions/camera.ts';
import { addCodes, openSettings } from '../actions/codes.ts';
import { addDevice, configure, takePhone, typeActivation } from '../actions/device.ts';
import { giveScreenLock } from '../actions/screen-lock.ts';
import { choose, heading, openOptions, signInWithApp, typePassword } from '../actions/sign-in.ts';
import type { Kit, Screen } from './kit.ts';

const HOUR = 60 * 60_000;
/** In front of the camera, and no code. */
const SOMETHING = `<img alt="something" width="360" src="data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#fff" d="M0 1h9v6H0z"/><path d="M3 8h3v1H3z"/></svg>',
)}">`;

/** As large as the other pages are taken, and as light. */
async function deviceLike(page: Page): Promise<BrowserContextOptions> {
  const { isDark, ratio } = await page.evaluate(() => ({
    isDark: matchMedia('(prefers-color-scheme: dark)').matches,
    ratio: devicePixelRatio,
  }));
  const { userAgent } = devices['Pixel 7'];
  return {
    userAgent,
    viewport: page.viewportSize(),
    deviceScaleFactor: ratio,
    colorScheme: isDark ? 'dark' : 'light',
    hasTouch: true,
  };
}

async function phoneOf({ page, installation }: Kit, over: BrowserContextOptions = {}) {
  const browser = page.context().browser();
  if (browser === null) throw new Error('no browser');
  const device = { ...(await deviceLike(page)), ...over };
  return (await takePhone(browser, installation, { device })).phone;
}

const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click();

async function signedIn({ page, installation, person }: Kit) {
  const somebody = await person({ apps: 1, prefers: 'totp' });
  await signInWithApp(page, installation, somebody);
  return somebody;
}

/** A phone that works, and its owner signed out. */
async function added(kit: Kit) {
  const somebody = await signedIn(kit);
  const phone = await phoneOf(kit);
  await addDevice(kit.page, phone, 'Pixel 8');
  await expect(phone.getByText(app('device.active'))).toBeVisible();
  return { somebody, phone };
}

async function asked(kit: Kit): Promise<Page> {
  const { page, installation } = kit;
  const { somebody, phone } = await added(kit);
  await press(page, t('account.sign-out'));
  await installation.ask('advance', HOUR);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await phone.getByLabel(app('request.number'), { exact: true }).focus();
  return phone;
}

/** What the settings page shows to be scanned. */
async function activation(kit: Kit): Promise<void> {
  await signedIn(kit);
  await configure(kit.page);
}

/** The app on the phone; the first ones are pictures of the guide, from the settings page and the sign-in page. */
export const AUTHENTICATOR_SCREENS: readonly Screen[] = [
  { name: 'add-authenticator', show: activation },
  {
    name: 'approve-number',
    show: async (kit) => {
      await asked(kit);
    },
  },
  {
    name: 'authenticator-answered',
    show: async (kit) => {
      await signedIn(kit);
      const phone = await phoneOf(kit);
      const { code } = await configure(kit.page);
      await typeActivation(phone, code, 'Pixel 8');
      await expect(heading(kit.page, t('device.answered'))).toBeVisible();
    },
  },
  { name: 'authenticator-empty', show: phoneOf },
  {
    name: 'authenticator-add',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      await press(phone, app('home.add'));
      await phone.getByLabel(app('activate.code')).fill('K3Q9-A1B2');
      return phone;
    },
  },
  { name: 'authenticator-list', show: async (kit) => (await added(kit)).phone },
  { name: 'authenticator-request', show: asked },
  {
    name: 'authenticator-not-me',
    show: async (kit) => {
      const phone = await asked(kit);
      await press(phone, app('request.not-me'));
      return phone;
    },
  },
  {
    name: 'authenticator-codes',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      await addCodes(phone, 'Shop', 'Bank', 'Library');
      return phone;
    },
  },
  {
    name: 'authenticator-add-code',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      await press(phone, app('home.add-code'));
      return phone;
    },
  },
  {
    name: 'authenticator-scanner',
    show: async (kit) => {
      await kit.page.setContent(SOMETHING);
      const seeing = await browserThatSees(kit.page.getByAltText('something'));
      const device = await deviceLike(kit.page);
      const { phone } = await takePhone(seeing, kit.installation, { device });
      await press(phone, app('home.add-code'));
      await press(phone, app('scan.title'));
      await expect(phone.locator('video')).toBeVisible();
      await expect(phone.getByText(app('scan.seeing'))).toBeVisible();
      return phone;
    },
  },
  {
    name: 'authenticator-settings',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      await giveScreenLock(phone, { prf: true });
      await addCodes(phone, 'Shop');
      await openSettings(phone);
      await expect(heading(phone, app('settings.title'))).toBeVisible();
      return phone;
    },
  },
  {
    name: 'authenticator-locked',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      const lock = await giveScreenLock(phone, { prf: true });
      await openSettings(phone);
      await press(phone, app('lock.turn-on'));
      await expect(phone.getByText(app('lock.on.wraps'))).toBeVisible();
      await lock.recognises(false);
      await phone.reload();
      await expect(heading(phone, app('lock.locked'))).toBeVisible();
      return phone;
    },
  },
  {
    name: 'authenticator-move',
    show: async (kit) => {
      const { phone } = await added(kit);
      await kit.installation.ask('advance', HOUR);
      await press(phone, app('move.title'));
      await press(phone, app('move.begin'));
      await expect(phone.getByAltText(app('move.alt'))).toBeVisible();
      return phone;
    },
  },
  {
    name: 'authenticator-install',
    show: async (kit) => {
      const phone = await phoneOf(kit);
      await press(phone, app('install.title'));
      await expect(heading(phone, app('install.title'))).toBeVisible();
      return phone;
    },
  },
  {
    name: 'authenticator-install-iphone',
    show: async (kit) => {
      const { userAgent } = devices['iPhone 14'];
      const phone = await phoneOf(kit, { userAgent });
      await press(phone, app('install.title'));
      await expect(heading(phone, app('install.title'))).toBeVisible();
      return phone;
    },
  },
];

/** Those that the guide shows: one light picture each of a phone, under the bare name. */
export const GUIDE: ReadonlySet<string> = new Set([
  'authenticator-add',
  'authenticator-list',
  'authenticator-request',
  'authenticator-not-me',
  'authenticator-codes',
  'authenticator-locked',
  'authenticator-move',
  'authenticator-install',
]);
