import type { Page } from '@playwright/test';

type Said = {
  /** Of the API: every body, and every event of a stream. */
  readonly answers: readonly string[];
  /** These, and the pages and scripts. */
  readonly everything: readonly string[];
};

export type Traffic = { sofar(): Promise<Said> };

type Heard = { readonly isAnswer: boolean; readonly text: string };

/** Random identifiers, times and hashes have digits of their own. */
const NOISE = /\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{20,}/gi;

/** Whatever the server says to this page from now on. */
export async function recordTraffic(page: Page): Promise<Traffic> {
  const heard: Promise<Heard>[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    const isAnswer = response.url().includes('/api/');
    // A stream has no end to wait for, and its events are heard below; a font has no words.
    if (!/event-stream|font/.test(type)) {
      heard.push(response.text().then((text) => ({ isAnswer, text })));
    }
  });
  const session = await page.context().newCDPSession(page);
  session.on('Network.eventSourceMessageReceived', ({ eventName, data }) => {
    heard.push(Promise.resolve({ isAnswer: true, text: `${eventName}: ${data}` }));
  });
  await session.send('Network.enable');
  return {
    sofar: async () => {
      const all = await Promise.all(heard);
      return {
        answers: all.filter(({ isAnswer }) => isAnswer).map(({ text }) => text),
        everything: all.map(({ text }) => text),
      };
    },
  };
}

/** The digits of a number that anybody may see are its last two. */
export const showsMore = (text: string, e164: string): boolean =>
  text.replaceAll(NOISE, '').includes(e164.slice(-3));
