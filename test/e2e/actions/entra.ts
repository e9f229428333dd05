import type { Page } from '@playwright/test';
import type { Installation } from '../installation.ts';
import type { RelyingParty } from '../../../apps/server/src/relying-parties/ports.ts';

const MICROSOFT = 'https://login.microsoftonline.com';
/** Where an application that Microsoft leads back to would be. */
const APPLICATION = 'https://application.contoso.example/signed-in';

export type Posted = { readonly fields: Readonly<Record<string, string>> };

const document = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>Microsoft</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

const hidden = ([name, value]: readonly [string, string]): string =>
  `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`;

/**
 * Answers for Microsoft in this browser: a page with the form that it posts to us, the address that
 * our answer is posted to (which sends on to the application), and the application.
 */
export async function openMicrosoft(
  page: Page,
  { ask, url }: Installation,
  { login, settings = {} }: { login: string; settings?: Partial<RelyingParty> },
) {
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
    await route.fulfill({ status: 302, headers: { location: APPLICATION } });
  });
  await page.route(`${APPLICATION}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: document('<h1>Contoso</h1>') }),
  );
  await page.goto(`${MICROSOFT}/common/login`);
  await page.getByRole('button', { name: 'Verify with Proofup' }).click();
  return { name, posted: posted.promise, application: APPLICATION };
}
