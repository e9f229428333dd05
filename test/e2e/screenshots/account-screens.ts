import { expect } from '@playwright/test';
import { openActivity, openBrowsers } from '../actions/account.ts';
import { at, type Screen, signedIn } from './kit.ts';

const changing =
  (what: string): Screen['show'] =>
  async (kit) => {
    await signedIn(kit);
    await at(kit, `/security-info?change=${what}`);
  };

/** What becomes of an account, and the ways in that need no session. */
export const ACCOUNT_SCREENS: readonly Screen[] = [
  {
    name: 'activity',
    show: async (kit) => {
      await signedIn(kit);
      await openActivity(kit.page);
    },
  },
  {
    name: 'where-signed-in',
    show: async (kit) => {
      await signedIn(kit);
      await openBrowsers(kit.page);
    },
  },
  { name: 'add-passkey', show: changing('passkey') },
  { name: 'add-device', show: changing('device') },
  { name: 'change-password', show: changing('password') },
  {
    name: 'my-apps',
    show: async (kit) => {
      await signedIn(kit);
      await at(kit, '/my-apps');
    },
  },
  { name: 'forgot-password', show: (kit) => at(kit, '/forgot-password') },
  { name: 'reset-password', show: (kit) => at(kit, '/reset-password#not-a-token') },
  { name: 'freeze', show: (kit) => at(kit, '/freeze#not-a-token') },
  {
    name: 'report',
    show: async (kit) => {
      await at(kit, '/help/report');
      await expect(kit.page.getByRole('textbox').first()).toBeVisible();
    },
  },
];
