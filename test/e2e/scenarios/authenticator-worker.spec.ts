import type { BrowserContext, Page, Worker } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { addDevice, shownNumber, takePhone, typeNumber } from '../actions/device.ts';
import { pusher } from '../actions/push.ts';
import { choose, heading, openOptions, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const HOUR = 60 * 60_000;

declare global {
  /** What the badge on the home screen was set to, in this window or worker. */
  var badges: (number | undefined)[] | undefined;
  var opened: string[] | undefined;
}

/** A home screen that notes what it is asked to show; the browser of a test has none. */
function noteBadges(): void {
  globalThis.badges = [];
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it goes to the browser as it is, without what is around it
  const note = async (count?: number) => void globalThis.badges?.push(count);
  Object.defineProperty(navigator, 'setAppBadge', { value: note, configurable: true });
  Object.defineProperty(navigator, 'clearAppBadge', { value: () => note(0), configurable: true });
}

/** As Safari and Firefox are without a home screen. */
function haveNoBadges(): void {
  for (const name of ['setAppBadge', 'clearAppBadge']) {
    Object.defineProperty(navigator, name, { value: undefined, configurable: true });
  }
}

async function workerOf(context: BrowserContext, phone: Page): Promise<Worker> {
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('no worker');
  return worker;
}

type WithActions = Notification & { readonly actions?: readonly { readonly action: string }[] };

/** The actions of each notification that is shown. */
const shownActions = (worker: Worker): Promise<readonly (readonly string[])[]> =>
  worker.evaluate(async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a worker's global, which these tests have no library of
    const { registration } = globalThis as unknown as {
      readonly registration: ServiceWorkerRegistration;
    };
    const shown: readonly WithActions[] = await registration.getNotifications();
    return shown.map(({ actions = [] }) => actions.map(({ action }) => action));
  });

test('a push sets the badge and offers the two ways to open the app', async ({
  browser,
  installation,
}) => {
  const { phone, context, leave } = await takePhone(browser, installation);
  const worker = await workerOf(context, phone);
  await worker.evaluate(noteBadges);
  const push = await pusher(context, phone);
  await expect(async () => {
    await push();
    expect(await shownActions(worker)).toEqual([['request', 'not-me']]);
  }).toPass();
  // Of no number: what waits is for the app to count.
  expect(await worker.evaluate(() => globalThis.badges?.at(-1))).toBe(undefined);
  expect(await worker.evaluate(() => globalThis.badges?.length)).toBeGreaterThan(0);
  await leave();
});

test('a push is shown where notifications have no actions, and where there is no badge', async ({
  browser,
  installation,
}) => {
  const { phone, context, leave } = await takePhone(browser, installation);
  const worker = await workerOf(context, phone);
  await worker.evaluate(haveNoBadges);
  // As on iOS.
  await worker.evaluate(() =>
    Object.defineProperty(Notification, 'maxActions', { value: undefined, configurable: true }),
  );
  const push = await pusher(context, phone);
  await expect(async () => {
    await push();
    expect(await shownActions(worker)).toEqual([[]]);
  }).toPass();
  await leave();
});

for (const [action, address] of [
  ['', '/#request'],
  ['request', '/#request'],
  ['not-me', '/#not-me'],
] as const) {
  test(`a notification that is pressed (${action || 'itself'}) opens the app at ${address} where no window is open`, async ({
    browser,
    installation,
  }) => {
    const { phone, context, leave } = await takePhone(browser, installation);
    const worker = await workerOf(context, phone);
    const opened = await worker.evaluate(async (pressed) => {
      globalThis.opened = [];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      const { clients } = globalThis as unknown as { readonly clients: object };
      // A window is only opened for a person who pressed, which no test can.
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it goes to the worker with the rest
      const openWindow = async (url: string) => void globalThis.opened?.push(url);
      Object.defineProperty(clients, 'openWindow', { value: openWindow, configurable: true });
      // A worker without a window may be ended before it is asked.
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- as above
      const none = async () => [];
      Object.defineProperty(clients, 'matchAll', { value: none, configurable: true });
      let done: Promise<unknown> = Promise.resolve();
      let isClosed = false;
      const event = Object.assign(new Event('notificationclick'), {
        action: pressed,
        notification: { close: () => (isClosed = true) },
        waitUntil: (work: Promise<unknown>) => (done = work),
      });
      dispatchEvent(event);
      await done;
      return { urls: globalThis.opened, isClosed };
    }, action);
    expect(opened).toEqual({ urls: [address], isClosed: true });
    await leave();
  });
}

test('the badge counts what waits, and goes when it is answered', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation, {
    prepare: (context) => context.addInitScript(noteBadges),
  });
  const lastBadge = () => phone.evaluate(() => globalThis.badges?.at(-1));
  await expect.poll(lastBadge).toBe(0);
  await addDevice(page, phone);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await expect.poll(lastBadge).toBe(1);
  await typeNumber(phone, await shownNumber(page));
  await expect(phone.getByText(app('request.approved'))).toBeVisible();
  await expect.poll(lastBadge).toBe(0);
  await leave();
});

test('U34 an app without workers, notifications and badges signs in all the same', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, context, leave } = await takePhone(browser, installation, {
    prepare: async (bare) => {
      await bare.addInitScript(haveNoBadges);
      await bare.addInitScript(() => {
        for (const name of ['PushManager', 'Notification', 'BarcodeDetector']) {
          Reflect.deleteProperty(globalThis, name);
        }
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      });
    },
  });
  await addDevice(page, phone);
  await expect(phone.getByText(app('device.active'))).toBeVisible();
  await expect(phone.getByRole('button', { name: app('notifications.turn-on') })).toHaveCount(0);
  expect(context.serviceWorkers()).toEqual([]);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, t('option.push'));
  await typeNumber(phone, await shownNumber(page));
  await expect(phone.getByText(app('request.approved'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('account.sign-out') })).toBeVisible();
  await leave();
});
