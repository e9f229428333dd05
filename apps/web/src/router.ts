import { useSyncExternalStore } from 'react';

/** Paths that this application answers; the server has the same list (http/pages.ts). */
const ROUTES = {
  '/': 'home',
  '/sign-in': 'sign-in',
  '/security-info': 'security-info',
  '/my-apps': 'my-apps',
  '/step-up': 'step-up',
  '/bootstrap': 'bootstrap',
  '/freeze': 'freeze',
  '/help/report': 'report',
  '/entra/verify': 'verify',
  '/verify': 'handover',
  '/help': 'help',
  '/help/new-phone': 'help',
  '/help/lost-phone': 'help',
  '/help/no-code': 'help',
  '/help/moving-the-app': 'help',
  '/help/passkey': 'help',
  '/forgot-password': 'forgot-password',
  '/reset-password': 'reset-password',
  '/admin': 'admin',
} as const;

export type Route = (typeof ROUTES)[keyof typeof ROUTES] | 'not-found';

export function routeOf(pathname: string): Route {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  return new Map<string, Route>(Object.entries(ROUTES)).get(path) ?? 'not-found';
}

/** A path of this site; `//host` and `/\host` are other sites to a browser. */
export const isSitePath = (path: string): boolean => /^\/(?![/\\])/.test(path);

export function navigate(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Leaves nothing to come back to. */
export function redirect(path: string): void {
  history.replaceState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** To a page of this application without loading it anew, else to the server's page. */
export function leaveFor(path: string): void {
  const target = isSitePath(path) ? path : '/';
  if (routeOf(new URL(target, location.origin).pathname) === 'not-found') location.assign(target);
  else navigate(target);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  return () => removeEventListener('popstate', onChange);
}

const readPath = () => location.pathname;
const readSearch = () => location.search;

export const usePath = (): string => useSyncExternalStore(subscribe, readPath);
export const useRoute = (): Route => routeOf(usePath());
export const useSearch = (): URLSearchParams =>
  new URLSearchParams(useSyncExternalStore(subscribe, readSearch));
