import { type BrowserContextOptions, devices, type Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { takePhone } from '../actions/device.ts';
import { heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

type Platform = {
  readonly name: string;
  readonly device: BrowserContextOptions;
  /** What it shows first, and how many steps that takes. */
  readonly own: 'install.ios' | 'install.android' | 'install.computer';
  readonly steps: number;
  readonly fingers?: number;
};

const PLATFORMS: readonly Platform[] = [
  { name: 'an iPhone', device: { ...devices['iPhone 14'] }, own: 'install.ios', steps: 4 },
  // It says that it is a Mac, and has fingers.
  {
    name: 'an iPad',
    device: { ...devices['Desktop Safari'], hasTouch: true },
    own: 'install.ios',
    steps: 4,
    fingers: 5,
  },
  {
    name: 'Chrome on Android',
    device: { ...devices['Pixel 7'] },
    own: 'install.android',
    steps: 3,
  },
  {
    name: 'Firefox on Android',
    device: {
      ...devices['Pixel 7'],
      userAgent: 'Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
    },
    own: 'install.android',
    steps: 3,
  },
  {
    name: 'a computer',
    device: { ...devices['Desktop Chrome'] },
    own: 'install.computer',
    steps: 2,
  },
];

const NAMES = ['install.ios', 'install.android', 'install.computer'] as const;

async function openInstall(phone: Page): Promise<void> {
  await phone.getByRole('button', { name: app('install.title') }).click();
  await expect(heading(phone, app('install.title'))).toBeVisible();
}

test.describe.configure({ mode: 'parallel' });

for (const { name, device, own, steps, fingers } of PLATFORMS) {
  test(`${name} is told how to keep the app on its home screen, the others are folded away`, async ({
    browser,
    installation,
  }) => {
    // Chromium plays them all: what is looked at is what the page makes of who calls.
    const { defaultBrowserType: _, ...asked } = { defaultBrowserType: '', ...device };
    const { phone, leave } = await takePhone(browser, installation, {
      device: asked,
      prepare: (context) =>
        context.addInitScript((count) => {
          if (count === undefined) return;
          Object.defineProperty(navigator, 'maxTouchPoints', { value: count });
        }, fingers),
    });
    const isToInstallFirst = own === 'install.ios';
    await expect(phone.getByText(app('home.install-first'))).toBeVisible({
      visible: isToInstallFirst,
    });
    await openInstall(phone);
    await expect(phone.getByRole('heading', { level: 2 })).toHaveText(app(own));
    await expect(phone.locator('ol.steps:visible > li')).toHaveCount(steps);
    for (const other of NAMES.filter((one) => one !== own)) {
      const folded = phone.getByText(app(other), { exact: true });
      await expect(folded).toBeVisible();
      await folded.click();
    }
    await expect(phone.locator('ol.steps:visible')).toHaveCount(3);
    await expectAccessible(phone, `installing on ${name}`);
    await phone.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScrolling(phone, `installing on ${name}`);
    await phone.getByRole('button', { name: app('action.back') }).click();
    await expect(heading(phone, app('home.title'))).toBeVisible();
    await leave();
  });
}

test('where the browser offers to install the app, one press does it', async ({
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation);
  await openInstall(phone);
  const now = phone.getByRole('button', { name: app('install.now') });
  await expect(now).toHaveCount(0);
  const offered = await phone.evaluateHandle(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true });
    const asked = { times: 0 };
    Object.assign(event, { prompt: async () => void (asked.times += 1) });
    dispatchEvent(event);
    return { asked, isKept: event.defaultPrevented };
  });
  await now.click();
  expect(await offered.jsonValue()).toEqual({ asked: { times: 1 }, isKept: true });
  await expect(now).toHaveCount(0);
  await leave();
});

test('once it runs from the home screen there is nothing to install', async ({
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation, {
    device: { ...devices['Pixel 7'] },
    prepare: (context) =>
      context.addInitScript(() => {
        const real = globalThis.matchMedia.bind(globalThis);
        globalThis.matchMedia = (query) =>
          real(query === '(display-mode: standalone)' ? 'all' : query);
      }),
  });
  await expect(phone.getByRole('button', { name: app('install.title') })).toHaveCount(0);
  await leave();
});
