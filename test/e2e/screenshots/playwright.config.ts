import { defineConfig } from '@playwright/test';
import config from '../playwright.config.ts';

/** The same browser and server as the scenarios, to look at instead of to judge. */
export default defineConfig({
  ...config,
  testMatch: '*.shots.ts',
  testDir: '.',
  reporter: 'line',
});
