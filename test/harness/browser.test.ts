import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from './browser.ts';

/** Pixels that are not white, in a page that is white but for its text. */
async function inkOf(page: Page, html: string): Promise<number> {
  await page.setContent(`<body style="font: 40px sans-serif; margin: 0">${html}</body>`);
  const image = (await page.screenshot()).toString('base64');
  return page.evaluate<number>(`(${countInk})('${image}')`);
}

const countInk = `async (image) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + image;
  await picture.decode();
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, picture.width, picture.height).data;
  return pixels.filter((value, index) => index % 4 === 0 && value < 128).length;
}`;

async function withBrowser(
  from: string,
  use: (browser: Browser) => Promise<void>,
): Promise<string | undefined> {
  const found = await findChromium({ PROOFUP_CHROMIUM_FROM: from });
  if (found.kind === 'missing') return found.why;
  const { executablePath, args, env } = found;
  const browser = await chromium.launch({
    executablePath,
    args: [...args],
    env: { ...process.env, ...env },
    chromiumSandbox: !args.includes('--no-sandbox'),
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
  return undefined;
}

describe('findChromium', () => {
  for (const from of ['debian', 'package']) {
    it(`finds a browser that shows text, taken from: ${from}`, async (t) => {
      const missing = await withBrowser(from, async (browser) => {
        const page = await browser.newPage({ viewport: { width: 400, height: 100 } });
        assert.equal(await inkOf(page, ''), 0);
        assert.ok((await inkOf(page, 'Verify')) > 300);
      });
      if (missing !== undefined) t.skip(missing);
    });
  }

  it('says why when the browser that was asked for does not start', async () => {
    const found = await findChromium({ CHROMIUM_PATH: '/bin/false' });
    assert.equal(found.kind, 'missing');
  });
});
