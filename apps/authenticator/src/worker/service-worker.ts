// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lib.webworker does not say which worker this is
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const CACHE = 'authenticator';
/** What was built, by name (vite.config.ts): all of it is kept, also what the first screen does not load. */
const FILES = '/files.json';

/** Files of an older version are let go, once everything of the new one is there. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  const listed = await fetch(FILES, { cache: 'no-cache' });
  const files: readonly string[] = await listed.json();
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const lasting = (file: string): boolean => file.startsWith('/assets/') && kept.has(file);
  await cache.addAll(['/', ...files.filter((file) => !lasting(file))]);
  const gone = [...kept].filter((file) => file !== '/' && !files.includes(file));
  await Promise.all(gone.map((file) => cache.delete(file)));
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
const WORDS = {
  title: 'Somebody asks you to approve a sign-in',
  body: 'Open the authenticator.',
  open: 'Open',
  notMe: 'It’s not me',
};

/** Neither of them answers: the one opens the number, the other the two ways to say no. */
const ACTIONS = [
  { action: 'request', title: WORDS.open },
  { action: 'not-me', title: WORDS.notMe },
];

/** https://notifications.spec.whatwg.org/: `actions` and `maxActions` are not in lib.webworker, nor on iOS. */
type Options = NotificationOptions & { readonly actions?: typeof ACTIONS };

function actions(): Pick<Options, 'actions'> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined where there are none
  const { maxActions = 0 } = Notification as unknown as { readonly maxActions?: number };
  return maxActions >= ACTIONS.length ? { actions: ACTIONS } : {};
}

async function tell(): Promise<void> {
  const options: Options = {
    body: WORDS.body,
    tag: 'request',
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    requireInteraction: true,
    ...actions(),
  };
  await worker.navigator.setAppBadge?.().catch(() => undefined);
  await worker.registration.showNotification(WORDS.title, options);
}

worker.addEventListener('push', (event) => {
  event.waitUntil(tell());
});

/** A window that is open is told; else one is opened, which reads it in its address. */
async function openApp(what: string): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open === undefined) {
    await worker.clients.openWindow(`/#${what}`);
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client of a worker is of its origin, and takes none
  open.postMessage(what);
  await open.focus();
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp(event.action === 'not-me' ? 'not-me' : 'request'));
});
