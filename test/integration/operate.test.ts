import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import path from 'node:path';
import { describe, it } from 'node:test';
import { SCOPE_NAMES } from '@proofup/contract/scopes.ts';
import { COMMANDS } from '../../apps/server/src/cli/commands.ts';
import { findFreePort } from '../../apps/server/src/cli/free-port.ts';
import { parseCall } from '../../apps/server/src/cli/parse-call.ts';
import { loadConfig } from '../../apps/server/src/config/load-config.ts';
import {
  filesOfGuide,
  lackOf,
  makeCertificate,
  makeFolder,
  start,
  withReplaced,
} from '../harness/debian.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const OPERATE = filesOfGuide('operate.md');
const block = (name: string): string => {
  const text = OPERATE.get(name);
  assert.ok(text !== undefined, `operate.md has no block ${name}`);
  return text;
};

const PAGES = ['docs', 'docs/guides'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join(folder, file)),
);

/** The lines of a page's code blocks that begin with the command, continued by a backslash. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return Array.from(text.matchAll(/^```\n([\s\S]*?)^```$/gm), ([, body = '']) => body).flatMap(
    (body) =>
      body
        .replaceAll(/\\\n\s*/g, '')
        .split('\n')
        .filter((line) => line.startsWith('proofup ')),
  );
}

const wordsOf = (line: string): readonly string[] =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '').slice(
    1,
  );

describe('what the guides say to type', () => {
  for (const page of ['README.md', ...PAGES]) {
    const lines = commandsOf(page);
    if (lines.length === 0) continue;
    it(`${page}: each command is there, with its arguments and options`, () => {
      for (const line of lines) {
        const parsed = parseCall(COMMANDS, wordsOf(line));
        assert.equal(parsed.kind, 'call', `${line}: ${JSON.stringify(parsed)}`);
      }
    });
  }
});

it('the guide of the API tells every scope', () => {
  const text = readFileSync(path.join(ROOT, 'docs/guides/api.md'), 'utf8');
  for (const scope of SCOPE_NAMES) assert.ok(text.includes(`\`${scope}\``), scope);
});

describe('the configuration of operate.md', () => {
  for (const database of [undefined, 'database.json']) {
    it(`is right, with ${database ?? 'SQLite'}`, async () => {
      const { folder, remove } = makeFolder('operate');
      const secret = path.join(folder, 'secret');
      writeFileSync(secret, 'postgres://proofup:example@127.0.0.1/proofup\n');
      const replaced = (text: string): string =>
        text.replaceAll(/\/etc\/proofup\/secrets\/[a-z-]+/g, secret);
      const config: Record<string, unknown> = JSON.parse(replaced(block('config.json')));
      if (database !== undefined) config['database'] = JSON.parse(replaced(block(database)));
      const file = path.join(folder, 'config.json');
      writeFileSync(file, JSON.stringify(config));
      const loaded = await loadConfig({ file, environment: {} });
      remove();
      assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded));
    });
  }

  it('is what the unit starts, by a command that is there', () => {
    const [, line = ''] =
      /^ExecStart=\S+ \S+\/bin\/(proofup\.mjs .*)$/m.exec(block('proofup.service')) ?? [];
    const parsed = parseCall(COMMANDS, wordsOf(line));
    assert.ok(parsed.kind === 'call' && parsed.command.name === 'serve', line);
    assert.equal(parsed.call.values['config'], '/etc/proofup/config.json');
  });

  const analyze = '/usr/bin/systemd-analyze';
  it('has a unit that systemd reads', { skip: lackOf(analyze) }, () => {
    const { folder, remove } = makeFolder('unit');
    const file = path.join(folder, 'proofup.service');
    const unit = block('proofup.service').replaceAll(/^ExecStart=.*$/gm, 'ExecStart=/bin/true');
    writeFileSync(file, unit.replaceAll(/^(User|Group)=.*$/gm, '$1=root'));
    execFileSync(analyze, ['verify', '--man=no', file], { stdio: 'pipe' });
    remove();
  });
});

type Heard = { readonly headers: IncomingHttpHeaders };

/** What stands where Proofup would, and says what it was asked. */
async function withServer(work: (port: number, heard: () => Heard | undefined) => Promise<void>) {
  let last: Heard | undefined;
  const server = createServer((asked, answer) => {
    last = { headers: asked.headers };
    answer.end('ready\n');
  });
  const port = await findFreePort(46_000, []);
  await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
  try {
    await work(port, () => last);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** As a browser that claims to come from elsewhere. */
function ask(port: number): Promise<number | undefined> {
  return new Promise((told, failed) => {
    request(
      {
        host: '127.0.0.1',
        port,
        servername: 'verify.example.org',
        path: '/readyz',
        rejectUnauthorized: false,
        headers: { host: 'verify.example.org', 'x-forwarded-for': '203.0.113.9' },
      },
      (answer) => {
        answer.resume();
        told(answer.statusCode);
      },
    )
      .on('error', failed)
      .end();
  });
}

async function holds(
  prepare: (set: { folder: string; own: number; proofup: number }) => Promise<readonly string[]>,
) {
  await withServer(async (proofup, heard) => {
    const { folder, remove } = makeFolder('front');
    const own = await findFreePort(47_000, [proofup]);
    const proxy = await start(await prepare({ folder, own, proofup }), { folder, port: own });
    try {
      assert.equal(await ask(own), 200);
      assert.equal(heard()?.headers.host, 'verify.example.org');
      assert.equal(heard()?.headers['x-forwarded-for'], '127.0.0.1');
    } finally {
      await proxy.stop();
      remove();
    }
  });
}

describe('the proxies of operate.md', () => {
  for (const upstream of ['nginx.conf', 'upstream.conf']) {
    const nginx = '/usr/sbin/nginx';
    it(
      `nginx passes name and address on, with the servers of ${upstream}`,
      { skip: lackOf(nginx) },
      () =>
        holds(async ({ folder, own, proofup }) => {
          const certificate = await makeCertificate(folder, 'verify.example.org');
          let site = withReplaced(block('nginx.conf'), {
            'listen 443 ssl': `listen 127.0.0.1:${own} ssl`,
            '/etc/ssl/verify.example.org.pem': certificate.cert,
            '/etc/ssl/private/verify.example.org.key': certificate.key,
          });
          if (upstream === 'upstream.conf')
            site = site.replace(/^upstream[\s\S]*?^}$/m, block(upstream));
          site = site.replaceAll(/(127\.0\.0\.1|10\.0\.0\.11):8080/g, `127.0.0.1:${proofup}`);
          // The second machine of the guide is none here: asked first, it is passed over.
          site = site.replaceAll('10.0.0.12:8080', '127.0.0.1:1');
          const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
            .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
            .join('\n');
          const main = path.join(folder, 'main.conf');
          writeFileSync(
            main,
            `daemon off; pid ${folder}/nginx.pid; error_log stderr crit; worker_processes 1; user root;
           events {} http { access_log off; ${temporary} ${site} }`,
          );
          return [nginx, '-p', folder, '-e', 'stderr', '-c', main];
        }),
    );
  }

  const caddy = '/usr/bin/caddy';
  it('Caddy passes name and address on', { skip: lackOf(caddy) }, () =>
    holds(async ({ folder, own, proofup }) => {
      const certificate = await makeCertificate(folder, 'verify.example.org');
      const site = withReplaced(block('Caddyfile'), {
        'verify.example.org {': `https://verify.example.org:${own} {\n\ttls ${certificate.cert} ${certificate.key}`,
        '127.0.0.1:8080': `127.0.0.1:${proofup}`,
      });
      const file = path.join(folder, 'Caddyfile');
      writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
      return [caddy, 'run', '--adapter', 'caddyfile', '--config', file];
    }),
  );
});
