import { expect, type Page } from '@playwright/test';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { PersonWanted } from '../../harness/world/person.ts';
import { signInWithApp } from '../actions/sign-in.ts';
import type { NumberEnding } from '../fixtures.ts';
import type { Installation } from '../installation.ts';

/** A browser, and all that is needed to bring it somewhere. */
export type Kit = {
  readonly page: Page;
  readonly installation: Installation;
  readonly person: (wanted?: Partial<PersonWanted>) => Promise<PersonInHand>;
  readonly number: NumberEnding;
};

export type Screen = {
  /** The picture's file begins with it. */
  readonly name: string;
  /** Brings the page to what is to be seen; another page, where it is not this one. */
  readonly show: (kit: Kit) => Promise<Page | void>;
};

export const at = async ({ page }: Kit, path: string): Promise<void> => {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** Somebody who is well off. */
export async function signedIn(kit: Kit, wanted: Partial<PersonWanted> = {}): Promise<void> {
  const { page, installation, number } = kit;
  const phones = { mobile: number('67'), alternate: number('30') };
  const full = { phones, apps: 1, recoveryCodes: 10, prefers: 'totp' } as const;
  await signInWithApp(page, installation, await kit.person({ ...full, ...wanted }));
}
