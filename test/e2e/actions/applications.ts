import type { Page } from '@playwright/test';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';
import { fillPassword, typeCode } from './sign-in.ts';

/**
 * The tests name an address of their own in a header, and so make a question of every script of
 * another site (Fetch: CORS preflight); a browser without it just loads the account menu.
 */
export async function passMenu(page: Page): Promise<void> {
  await page.route('**/account-menu.js', (route) => route.continue());
}

/** Opens an application, which sends to our sign-in, and comes back signed in by an app code. */
export async function openSignedIn(page: Page, installation: Installation, { url, person }: Visit) {
  await passMenu(page);
  await page.goto(url);
  await fillPassword(page, person);
  await typeCode(page, await installation.ask('code', person.login));
  await page.waitForURL(`${url}/`);
}

type Visit = { readonly url: string; readonly person: PersonInHand };
