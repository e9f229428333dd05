import type { Page } from '@playwright/test';
import document from '../../../docs/openapi.json' with { type: 'json' };

const KNOWN = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => ({
    method: method.toUpperCase(),
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  })),
);

/** Every request to the API from now on that the OpenAPI document does not have. */
export function recordStrangers(page: Page): readonly string[] {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const isKnown = KNOWN.some(
      ({ method, path }) => method === request.method() && path.test(pathname),
    );
    if (pathname.startsWith('/api/v1/') && !isKnown) {
      strangers.push(`${request.method()} ${pathname}`);
    }
  });
  return strangers;
}
