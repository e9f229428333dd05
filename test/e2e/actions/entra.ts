import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { Installation } from '../installation.ts';
import type { RelyingParty } from '../../../apps/server/src/relying-parties/ports.ts';

const MICROSOFT = 'https://login.microsoftonline.com';

export type Posted = { readonly fields: Readonly<Record<string, string>> };

const document = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>Microsoft</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

const hidden = ([name, value]: readonly [string, string]): string =>
  `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`;

/**
 * An application that Microsoft leads back to, until the page is closed: a program at a loopback port
 * (RFC 8252 section 7.3), of another origin than ours. It really listens, since Playwright hands no
 * request to a route that a redirect has led to.
 */
async function startApplication(page: Page): Promise<string> {
  const server = http.createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(document('<h1>Contoso</h1>'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  page.once('close', () => {
    server.close();
    server.closeAllConnections();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a port, not a pipe
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/signed-in`;
}

/**
 * Answers for Microsoft in this browser: a page with the form that it posts to us, the address that
 * our answer is posted to (which sends on to the application), and the application.
 */
export async function openMicrosoft(
  page: Page,
  { ask, url }: Installation,
  { login, settings = {} }: { login: string; settings?: Partial<RelyingParty> },
) {
  const application = await startApplication(page);
  const { fields, name } = await ask('entraForm', login, settings);
  const posted = Promise.withResolvers<Posted>();
  const form = `<form method="post" action="${url}/entra/authorize">${Object.entries(fields).map(hidden).join('')}<button>Verify with Proofup</button></form>`;
  await page.route(`${MICROSOFT}/**`, async (route) => {
    const request = route.request();
    if (request.method() !== 'POST') {
      await route.fulfill({ contentType: 'text/html', body: document(form) });
      return;
    }
    posted.resolve({ fields: Object.fromEntries(new URLSearchParams(request.postData() ?? '')) });
    await route.fulfill({ status: 302, headers: { location: application } });
  });
  await page.goto(`${MICROSOFT}/common/login`);
  await page.getByRole('button', { name: 'Verify with Proofup' }).click();
  return { name, posted: posted.promise, application };
}
