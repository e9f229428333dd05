import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from '../harness/browser.ts';
import { skipsAreFailures } from '../harness/for-each-store.ts';

const chromium = await findChromium();
if (chromium.kind === 'missing') throw new Error(`No browser to test with: ${chromium.why}`);
const { executablePath, args, env } = chromium;

const inRoot = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export default defineConfig({
  testDir: '.',
  // Playwright empties this folder before each run, so the reports have one of their own.
  outputDir: inRoot('playwright-output'),
  reporter: [
    ['line'],
    ['./loud-skips.ts'],
    ['junit', { outputFile: inRoot('test-results/e2e.xml') }],
  ],
  workers: 2,
  // Patience for a machine that does much else; whoever waits sees the same sooner.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: skipsAreFailures(process.env),
  use: {
    // To record one: npx playwright test -c test/e2e/playwright.config.ts --trace on
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [...args],
      env: { ...process.env, ...env },
      chromiumSandbox: !args.includes('--no-sandbox'),
    },
  },
  projects: [{ name: 'chromium', use: devices['Desktop Chrome'] }],
});
