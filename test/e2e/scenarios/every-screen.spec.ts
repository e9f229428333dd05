import {
  type Tour,
  tourAccount,
  tourForgotten,
  tourHelp,
  tourOutside,
  tourSecurityInfo,
  tourSetUp,
  tourSignIn,
  tourTasks,
} from '../actions/tour.ts';
import { test as base } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

type Everywhere = (visit: Tour['visit']) => Promise<void>;

type Tours = Readonly<Record<'everywhere' | 'inside' | 'account' | 'passwords', Everywhere>>;

const test = base.extend<Tours>({
  passwords: async ({ page, installation, person }, use) => {
    await use(async (visit) => {
      const tour = { page, installation, visit };
      await tourForgotten(tour, await person({ apps: 1 }));
      await tourTasks(tour, await person({ apps: 1, recoveryCodes: 1 }));
    });
  },
  everywhere: async ({ page, installation, person, number }, use) => {
    await use(async (visit) => {
      const tour = { page, installation, visit };
      await tourHelp(tour);
      await tourOutside(tour, await person({ registration: { kind: 'pass' } }));
      await tourSetUp(tour, await person({ state: 'enabled' }), number('67'));
    });
  },
  inside: async ({ page, installation, person, number }, use) => {
    await use(async (visit) => {
      const tour = { page, installation, visit };
      const phones = { mobile: number('67'), office: number('81'), alternate: number('30') };
      const somebody = await person({ phones, apps: 1, recoveryCodes: 10, prefers: 'totp' });
      await tourSignIn(tour, somebody, phones.office);
      await tourSecurityInfo(tour, number('45'));
    });
  },
  account: async ({ page, installation, person }, use) => {
    await use(async (visit) => {
      await tourAccount({ page, installation, visit }, await person({ apps: 2 }));
    });
  },
});

test.describe.configure({ mode: 'parallel' });

test.describe('every screen is accessible', () => {
  test('before and while setting up', async ({ page, everywhere }) => {
    await everywhere((name) => expectAccessible(page, name));
  });
  test('signing in and signed in', async ({ page, inside }) => {
    await inside((name) => expectAccessible(page, name));
  });
  test('looking after the account', async ({ page, account }) => {
    await account((name) => expectAccessible(page, name));
  });
  test('new passwords and tasks', async ({ page, passwords }) => {
    await passwords((name) => expectAccessible(page, name));
  });
});

test.describe('every screen fits into 320 pixels', () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test('before and while setting up', async ({ page, everywhere }) => {
    await everywhere((name) => expectNoSidewaysScrolling(page, name));
  });
  test('signing in and signed in', async ({ page, inside }) => {
    await inside((name) => expectNoSidewaysScrolling(page, name));
  });
  test('looking after the account', async ({ page, account }) => {
    await account((name) => expectNoSidewaysScrolling(page, name));
  });
  test('new passwords and tasks', async ({ page, passwords }) => {
    await passwords((name) => expectNoSidewaysScrolling(page, name));
  });
});
