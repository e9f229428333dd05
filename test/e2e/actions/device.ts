import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  devices,
  expect,
  type Page,
} from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import type { Installation } from '../installation.ts';
import { type Complaint, watch } from '../verify/complaints.ts';
import { heading } from './sign-in.ts';

type Phone = {
  readonly phone: Page;
  readonly context: BrowserContext;
  readonly leave: () => Promise<void>;
};

type PhoneWanted = {
  readonly device?: BrowserContextOptions | undefined;
  /** Before the app begins: what this browser has not, or has beside. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
};

/** A phone: another browser, with the app of this installation open in it. */
export async function takePhone(
  browser: Browser,
  installation: Installation,
  { device = devices['Pixel 7'], prepare }: PhoneWanted = {},
): Promise<Phone> {
  const complaints: Complaint[] = [];
  const context = await browser.newContext(device);
  await watch(context, complaints);
  await prepare?.(context);
  const phone = await context.newPage();
  await phone.goto(installation.authenticatorUrl);
  await expect(heading(phone, app('home.title'))).toBeVisible();
  return {
    phone,
    context,
    leave: async () => {
      await context.close();
      // A refusal is an answer here; everything else that a browser complains about is a fault.
      expect(complaints.filter(({ text }) => !text.startsWith('Failed to load'))).toEqual([]);
    },
  };
}

/** On the settings page: what is scanned or typed. */
export async function configure(
  page: Page,
): Promise<{ readonly code: string; readonly url: string }> {
  await page.getByRole('button', { name: `${t('action.add')} ${t('method.device')}` }).click();
  await page.getByRole('button', { name: t('action.configure'), exact: true }).click();
  await expect(page.getByAltText(t('device.scan.alt'))).toBeVisible();
  await page.getByText(t('device.by-hand'), { exact: true }).click();
  const code = await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText();
  const url = await page.getByText(/^http:\/\/localhost:\d+$/).innerText();
  return { code, url };
}

export async function typeActivation(phone: Page, code: string, name: string): Promise<void> {
  await phone.getByRole('button', { name: app('home.add') }).click();
  await phone.getByLabel(app('activate.code')).fill(code);
  await phone.getByLabel(app('activate.name')).fill(name);
  await phone.getByRole('button', { name: app('activate.submit') }).click();
  await expect(phone.getByText(app('device.waiting'))).toBeVisible();
}

/** The number that the page shows. */
export async function shownNumber(page: Page): Promise<string> {
  const shown = page.locator('.push-number [aria-hidden]');
  await expect(shown).toBeVisible();
  return shown.innerText();
}

export async function typeNumber(phone: Page, number: string): Promise<void> {
  await phone.getByLabel(app('request.number'), { exact: true }).fill(number);
  await phone.getByRole('button', { name: app('request.approve') }).click();
}

/** From Configure to the row on the settings page, by the typed code. */
export async function addDevice(page: Page, phone: Page, name = 'Pixel 7'): Promise<void> {
  const { code } = await configure(page);
  await typeActivation(phone, code, name);
  await expect(heading(page, t('device.answered'))).toBeVisible();
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: t('device.mine') }).click();
  await typeNumber(phone, await shownNumber(page));
  await expect(page.getByText(t('device.saved'))).toBeVisible();
}
