import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { makeKey } from '../../apps/server/src/crypto/make-signing-key.ts';
import { skipsAreFailures } from './for-each-store.ts';

const GUIDES = path.join(import.meta.dirname, '../../docs/guides');

/** Why a test with somebody else's program cannot run here; in CI that is a failure. False: it can. */
export function lackOf(binary: string): string | false {
  if (existsSync(binary)) return false;
  const why = `${binary} is not installed`;
  if (skipsAreFailures(process.env)) throw new Error(why);
  return why;
}

/** The code blocks of a guide that are named (```lang file=NAME), so that a guide cannot differ from what was run. */
export function filesOfGuide(guide: string): ReadonlyMap<string, string> {
  const text = readFileSync(path.join(GUIDES, guide), 'utf8');
  const blocks = text.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm);
  return new Map(Array.from(blocks, ([, name = '', body = '']) => [name, body]));
}

/** Each text must be there: what a guide does not say any more is not silently left as it is. */
export function withReplaced(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the guide does not say ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

const pem = (kind: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`;
};

/** A certificate and its key, in one file and in two. */
export async function makeCertificate(folder: string, host: string) {
  const { certificate, privateKey } = await makeKey(host, new Date());
  const [cert, key] = [pem('CERTIFICATE', certificate), pem('PRIVATE KEY', privateKey)];
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  return {
    both: write('both.pem', cert + key),
    cert: write('cert.pem', cert),
    key: write('key.pem', key),
  };
}

export function makeFolder(name: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `proofup-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Running = { stop(): Promise<void> };

type Started = {
  readonly folder: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
};

const PATIENCE_MS = 15_000;

/** A program in the foreground, until it listens; what it said is in the message where it does not. */
export async function start(
  [binary = '', ...args]: readonly string[],
  { folder, port, env = {} }: Started,
): Promise<Running> {
  const child = spawn(binary, args, {
    cwd: folder,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${binary} does not listen: ${said}`);
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  return { stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}

function listens(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  return new Promise((told) => {
    socket.once('connect', () => told(true)).once('error', () => told(false));
  }).then((is) => {
    socket.destroy();
    return is === true;
  });
}
