import path from 'node:path';
import { test } from '../fixtures.ts';
import { ACCOUNT_SCREENS } from './account-screens.ts';
import { ADMIN_SCREENS } from './admin-screens.ts';
import { AUTHENTICATOR_SCREENS, GUIDE } from './authenticator-screens.ts';
import { CONSOLE_SCREENS } from './console-screens.ts';
import { PEOPLE_SCREENS } from './people-screens.ts';
import { README, SCREENS } from './screens.ts';

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;

const SCHEMES = ['light', 'dark'] as const;

const folder = process.env['PROOFUP_SCREENSHOTS'];
if (folder === undefined) throw new Error('start it by: npm run screenshots');

test.describe.configure({ mode: 'parallel' });

for (const [device, use] of Object.entries(DEVICES)) {
  for (const colorScheme of SCHEMES) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ ...use, colorScheme });
      for (const { name, show } of [
        ...SCREENS,
        ...ACCOUNT_SCREENS,
        ...ADMIN_SCREENS,
        ...CONSOLE_SCREENS,
        ...PEOPLE_SCREENS,
        ...AUTHENTICATOR_SCREENS,
      ]) {
        test(name, async ({ page, installation, person, number, complaints }) => {
          const shown = (await show({ page, installation, person, number })) ?? page;
          await shown.evaluate(async () => document.fonts.ready);
          const file = (which: string) => path.join(folder, `${which}.png`);
          const isReadme = device === 'desktop' && colorScheme === 'light' && README.has(name);
          if (isReadme) await shown.screenshot({ path: file(name), animations: 'disabled' });
          const isGuide = device === 'phone' && colorScheme === 'light' && GUIDE.has(name);
          if (isGuide)
            await shown.screenshot({ path: file(name), animations: 'disabled', scale: 'css' });
          await shown.screenshot({
            path: path.join(folder, 'screens', `${name}-${device}-${colorScheme}.png`),
            animations: 'disabled',
            fullPage: true,
          });
          // A page that is not there is logged by the browser; what is wrong is for the scenarios to say.
          complaints.length = 0;
        });
      }
    });
  }
}
