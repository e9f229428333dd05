import type { Door } from './door.ts';
import { numberRead, sendNumber } from './world/caller.ts';
import { assignToken, type TokenInHand } from './world/hardware-token.ts';

/** What a caller reads out; typed by whoever of the staff sent it, and good for nobody else. */
export const callerNumber: Door = {
  name: 'number that a caller reads out',
  endpoint: 'confirmCallerNumber',
  visitor: 'stranger',
  arrange: async ({ world, person, newNumber }) => {
    const desk = await world.person({
      login: `desk${newNumber()}`,
      role: 'help-desk',
      apps: 1,
    });
    const browser = world.browser();
    await browser.signIn(desk);
    const params = { checkId: await sendNumber(browser, person) };
    const right = await numberRead(world, { mail: person.email });
    return {
      right: () => right,
      wrong: () => (right === '000000' ? '000001' : '000000'),
      submit: (number, headers) =>
        browser.call('confirmCallerNumber', { params, body: { number } }, headers),
    };
  },
};

/** Codes that it does not show anywhere near now. */
export const ofToken = (token: TokenInHand) => ({
  right: () => token.code(),
  wrong: () => {
    const near = Array.from({ length: 21 }, (_, n) => token.code(n - 10));
    return ['135790', '246801', '975310'].find((code) => !near.includes(code));
  },
});

/** By the budget of whose it is: an administrator guesses no longer than its owner. */
export const tokenOfOthers: Door = {
  name: 'a hardware token, activated by an administrator',
  endpoint: 'activateToken',
  type: 'hardware-token',
  visitor: 'member',
  arrange: async ({ world, person }) => {
    const token = await assignToken(world, person);
    const login = `admin-of-${token.serial}`;
    const admin = await world.person({ login, role: 'administrator', apps: 1 });
    const browser = world.browser();
    await browser.signIn(admin);
    return {
      ...ofToken(token),
      submit: async (output, headers) => {
        const body = { reason: 'handed out', output };
        return browser.call('activateToken', { params: { tokenId: token.id }, body }, headers);
      },
    };
  },
};
