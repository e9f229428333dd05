import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { takePhone } from '../actions/device.ts';
import { expect, test } from '../fixtures.ts';

const DIST = fileURLToPath(new URL('../../../apps/authenticator/dist', import.meta.url));
const MOST_BYTES = 120_000;

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
  const origin = installation.authenticatorUrl;
  await context.grantPermissions(['notifications'], { origin });
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await context.newCDPSession(phone);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  const data = '{"open":"request"}';
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
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
