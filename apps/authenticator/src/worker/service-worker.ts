// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lib.webworker does not say which worker this is
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const CACHE = 'authenticator';
const SHELL = ['/', '/manifest.webmanifest', '/icon.svg', '/icon-192.png'];

/** The page names its files, each with a hash in it: what it names is what it needs. */
const assetsIn = (html: string): readonly string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url = '']) => url);

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL);
  const page = await cache.match('/');
  await cache.addAll(assetsIn((await page?.text()) ?? ''));
}

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

/** The network first, so that a new version is seen; without one, what was kept. */
async function pageOrKept(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await fill();
    return response;
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

/** What has a hash in its name never changes. */
const keptOrFetched = async (request: Request): Promise<Response> =>
  (await caches.match(request)) ?? fetch(request);

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith('/app/')) return;
  event.respondWith(request.mode === 'navigate' ? pageOrKept(request) : keptOrFetched(request));
});

/** The push says "open and look": what is asked, and by whom, is for the app to read and nobody else. */
const WORDS = { title: 'Somebody asks you to approve a sign-in', body: 'Open the authenticator.' };

worker.addEventListener('push', (event) => {
  const shown = worker.registration.showNotification(WORDS.title, {
    body: WORDS.body,
    tag: 'request',
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    requireInteraction: true,
  });
  event.waitUntil(shown);
});

async function openApp(): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  await (open === undefined ? worker.clients.openWindow('/') : open.focus());
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp());
});
