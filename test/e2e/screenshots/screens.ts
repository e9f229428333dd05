import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { beginApp, beginMove, replaceMobile } from '../actions/methods.ts';
import { beginWithText } from '../actions/set-up.ts';
import { choose, heading, openOptions, typeCode, typePassword } from '../actions/sign-in.ts';
import { at, type Kit, type Screen, signedIn } from './kit.ts';

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

/** Those that the README and the guides show: one light picture each of a desktop, under the bare name. */
export const README: ReadonlySet<string> = new Set([
  'sign-in',
  'second-step',
  'options',
  'phone-simulator',
  'security-info',
  'add-authenticator',
  'approve-number',
  'admin-overview',
  'admin-reports',
  'admin-attempt',
  'admin-alerts',
]);
