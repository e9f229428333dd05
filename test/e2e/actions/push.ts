import { type BrowserContext, type Page, test } from '@playwright/test';

type Push = () => Promise<void>;

/**
 * Delivers a push to the worker of this phone, as a push service would, which may do it twice; what
 * it brings is never more than this. Where the browser shows no notifications, whoever may show
 * them, the test is skipped: a headless shell has nothing to show them with.
 */
export async function pusher(context: BrowserContext, phone: Page): Promise<Push> {
  const { origin } = new URL(phone.url());
  await context.grantPermissions(['notifications'], { origin });
  const permission = await phone.evaluate(() => Notification.permission);
  const why = `this browser shows no notifications: permission was given, and it says ${permission}`;
  test.skip(permission !== 'granted', why);
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
  return async () => {
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
}
