import { test as base } from '@playwright/test';
import type { PersonInHand } from '../harness/e2e-server.ts';
import type { PersonWanted } from '../harness/world/person.ts';
import { type Installation, startInstallation } from './installation.ts';
import { type Complaint, watch } from './verify/complaints.ts';

/** One number for each use in an area of its own: neighbours share a budget of messages. */
export type NumberEnding = (lastTwo: string) => string;

type PerWorker = {
  readonly installation: Installation;
  readonly number: NumberEnding;
  readonly person: (wanted?: Partial<PersonWanted>) => Promise<PersonInHand>;
  readonly nextSource: () => string;
};

type PerTest = {
  /** What the browser complained about so far; anything left at the end fails the test. */
  readonly complaints: Complaint[];
};

const AREAS = [201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 301, 302]
  .concat([303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 401, 402, 404, 405, 406, 407])
  .concat([408, 409, 410, 412, 413, 414, 415, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512]);

function counter(): () => number {
  let made = 0;
  return () => {
    made += 1;
    return made;
  };
}

export const test = base.extend<PerTest, PerWorker>({
  installation: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads what a fixture needs here
    async ({}, use) => {
      const installation = await startInstallation();
      await use(installation);
      await installation.stop();
    },
    { scope: 'worker' },
  ],
  number: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- as above
    async ({}, use) => {
      const next = counter();
      await use((lastTwo) => `+1${AREAS[next() % AREAS.length]}55501${lastTwo}`);
    },
    { scope: 'worker' },
  ],
  person: [
    async ({ installation }, use) => {
      const next = counter();
      await use((wanted = {}) =>
        installation.ask('person', { login: `person-${next()}`, ...wanted }),
      );
    },
    { scope: 'worker' },
  ],
  nextSource: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- as above
    async ({}, use) => {
      const next = counter();
      await use(() => `198.51.100.${next()}`);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ installation }, use) => use(installation.url),
  // Each test comes from an address of its own, as the budgets count by source.
  extraHTTPHeaders: async ({ nextSource }, use) => use({ 'x-forwarded-for': nextSource() }),
  complaints: [
    async ({ context }, use) => {
      const complaints: Complaint[] = [];
      await watch(context, complaints);
      await use(complaints);
      base.expect(complaints, 'the browser complained').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
