import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { PersonWanted } from '../../harness/world/person.ts';
import { beginApp, beginMove, replaceMobile } from '../actions/methods.ts';
import { beginWithText } from '../actions/set-up.ts';
import {
  choose,
  heading,
  openOptions,
  signInWithApp,
  typeCode,
  typePassword,
} from '../actions/sign-in.ts';
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

const at = async ({ page }: Kit, path: string): Promise<void> => {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** Two numbers, and a text to the first of them. */
async function asked(kit: Kit): Promise<void> {
  const phones = { mobile: kit.number('67'), alternate: kit.number('30') };
  await typePassword(kit.page, await kit.person({ phones }));
  await expect(kit.page.getByText(t('delivery.delivered'))).toBeVisible();
}

async function called(kit: Kit): Promise<Page> {
  const { page, installation } = kit;
  await asked(kit);
  await openOptions(page);
  const phones = await page.context().newPage();
  await phones.goto(installation.phonesUrl);
  await choose(page, t('option.call', { number: '+X XXXXXXXX30' }));
  await expect(heading(page, t('call.title'))).toBeVisible();
  return phones;
}

/** Somebody who is well off. */
async function signedIn(kit: Kit, wanted: Partial<PersonWanted> = {}): Promise<void> {
  const { page, installation, number } = kit;
  const phones = { mobile: number('67'), alternate: number('30') };
  const full = { phones, apps: 1, recoveryCodes: 10, prefers: 'totp' } as const;
  await signInWithApp(page, installation, await kit.person({ ...full, ...wanted }));
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();

/** Every page worth looking at; a new one gets a row. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', show: (kit) => at(kit, '/sign-in') },
  { name: 'second-step', show: asked },
  {
    name: 'options',
    show: async (kit) => {
      await asked(kit);
      await openOptions(kit.page);
    },
  },
  { name: 'call', show: async (kit) => void (await called(kit)) },
  { name: 'phone-simulator', show: called },
  {
    name: 'help-needed',
    show: async ({ page, person }) => {
      await typePassword(page, await person({ registration: { kind: 'pass' } }));
      await expect(heading(page, t('needs-help.title'))).toBeVisible();
    },
  },
  {
    name: 'set-up',
    show: async ({ page, person }) => {
      await typePassword(page, await person({ state: 'enabled' }));
      await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
    },
  },
  {
    name: 'set-up-code',
    show: async ({ page, person, number }) => {
      await typePassword(page, await person({ state: 'enabled' }));
      await beginWithText(page, number('67'));
    },
  },
  { name: 'security-info', show: signedIn },
  {
    name: 'security-info-warnings',
    show: (kit) => signedIn(kit, { phones: { mobile: kit.number('67') }, recoveryCodes: 2 }),
  },
  {
    name: 'security-info-first-day',
    show: async (kit) => {
      await signedIn(kit, { phones: {}, recoveryCodes: 0 });
    },
  },
  {
    name: 'add-phone',
    show: async (kit) => {
      await signedIn(kit);
      await press(kit.page, `${t('action.change')} ${t('method.mobile')}`);
      await expect(kit.page.getByLabel(t('phone.number'))).toBeVisible();
    },
  },
  {
    name: 'add-phone-code',
    show: async (kit) => {
      await signedIn(kit);
      await replaceMobile(kit.page, kit.number('45'));
    },
  },
  {
    name: 'add-app',
    show: async (kit) => {
      await signedIn(kit);
      await beginApp(kit.page, 'Tablet');
    },
  },
  {
    name: 'move-app',
    show: async (kit) => {
      await signedIn(kit);
      await press(kit.page, t('move.action'));
      await expect(heading(kit.page, t('move.title'))).toBeVisible();
    },
  },
  {
    name: 'moved-app',
    show: async (kit) => {
      await signedIn(kit);
      const key = await beginMove(kit.page);
      await typeCode(kit.page, await kit.installation.ask('codeForKey', key));
      await expect(heading(kit.page, t('moved.title'))).toBeVisible();
    },
  },
  {
    name: 'delete-app',
    show: async (kit) => {
      await signedIn(kit);
      await press(kit.page, `${t('action.delete')} ${t('method.app')}`);
      await expect(kit.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'rename-app',
    show: async (kit) => {
      await signedIn(kit);
      await press(kit.page, `${t('action.rename')} ${t('method.app')}`);
      await expect(kit.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'recovery-codes',
    show: async (kit) => {
      await signedIn(kit);
      await press(kit.page, t('method.codes.make-new'));
      await press(kit.page, t('recovery.make-new'));
      await expect(kit.page.getByRole('region', { name: t('recovery.sheet.label') })).toBeVisible();
    },
  },
  {
    name: 'step-up',
    show: async (kit) => {
      await signedIn(kit);
      await kit.installation.ask('advance', 10 * 60_000);
      await press(kit.page, `${t('action.delete')} ${t('method.alternate')}`);
      await kit.page
        .getByRole('dialog')
        .getByRole('button', { name: t('action.delete') })
        .click();
      await expect(kit.page.getByRole('dialog', { name: t('step-up.title') })).toBeVisible();
    },
  },
  { name: 'help', show: (kit) => at(kit, '/help') },
  { name: 'help-routes', show: (kit) => at(kit, '/help?use=office') },
  { name: 'help-new-phone', show: (kit) => at(kit, '/help/new-phone') },
  { name: 'help-lost-phone', show: (kit) => at(kit, '/help/lost-phone') },
  { name: 'help-no-code', show: (kit) => at(kit, '/help/no-code') },
  { name: 'help-moving-the-app', show: (kit) => at(kit, '/help/moving-the-app') },
  { name: 'help-passkey', show: (kit) => at(kit, '/help/passkey') },
  { name: 'not-found', show: (kit) => at(kit, '/no-such-page') },
];

/** Those that the README shows: one light picture each of a desktop, under the bare name. */
export const README: ReadonlySet<string> = new Set([
  'sign-in',
  'second-step',
  'options',
  'phone-simulator',
  'security-info',
]);
