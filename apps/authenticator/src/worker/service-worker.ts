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
