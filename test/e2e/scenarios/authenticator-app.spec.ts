import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t } from '../../../packages/ui/src/device-text.ts';
import { addDevice, takePhone } from '../actions/device.ts';
import { pusher } from '../actions/push.ts';
import { choose, heading, openOptions, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const DIST = fileURLToPath(new URL('../../../apps/authenticator/dist', import.meta.url));
const MOST_BYTES = 120_000;
const HOUR = 60 * 60_000;

test('the authenticator can be installed, and is small', async ({ browser, installation }) => {
  const { phone, context, leave } = await takePhone(browser, installation);
  const session = await context.newCDPSession(phone);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = await phone.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await fetch(link?.href ?? '')).json();
  });
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/', scope: '/' });
  for (const { src } of manifest.icons) {
    const response = await phone.request.get(`${installation.authenticatorUrl}${src}`);
    expect(response.status(), src).toBe(200);
  }
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const sizes = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:js|css|html)$/.test(file))
    .map((file) => brotliCompressSync(readFileSync(path.join(DIST, file))).length);
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(MOST_BYTES);
  await leave();
});

test('E08 a push shows that something is asked, and nothing of what', async ({
  browser,
  installation,
}) => {
  const { phone, context, leave } = await takePhone(browser, installation);
  const push = await pusher(context, phone);
  await push();
  const shown = () =>
    phone.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const notifications = await registration.getNotifications();
      return notifications.map(({ title, body, tag }) => ({ title, body, tag }));
    });
  await expect.poll(shown).toEqual([
    {
      title: 'Somebody asks you to approve a sign-in',
      body: 'Open the authenticator.',
      tag: 'request',
    },
  ]);
  await leave();
});

test('a notification opens the request, or the two ways to say no, in the window that is open', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  const { phone, context, leave } = await takePhone(browser, installation);
  await addDevice(page, phone);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('no worker');
  const press = (action: string) =>
    worker.evaluate((name) => {
      const event = new Event('notificationclick');
      const parts = { action: name, notification: { close: () => undefined } };
      dispatchEvent(Object.assign(event, { ...parts, waitUntil: () => undefined }));
    }, action);

  await typePassword(page, somebody);
  await openOptions(page);
  await press('not-me');
  await choose(page, t('option.push'));
  await expect(heading(phone, app('not-me.title'))).toBeVisible();
  await phone.getByRole('button', { name: app('action.back') }).click();
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await press('not-me');
  await expect(heading(phone, app('not-me.title'))).toBeVisible();
  await press('');
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await phone.goto(`${installation.authenticatorUrl}/#not-me`);
  await phone.reload();
  await expect(heading(phone, app('not-me.title'))).toBeVisible();
  expect(phone.url()).toBe(`${installation.authenticatorUrl}/`);
  await leave();
});
