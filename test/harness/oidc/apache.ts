import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  filesOfGuide,
  lackOf,
  makeCertificate,
  makeFolder,
  type Running,
  start,
  withReplaced,
} from '../debian.ts';
import { makeOutsider } from '../forward-auth/site.ts';
import type { Registered } from './peer.ts';

const BINARY = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';

export const lackOfApache = (): string | false =>
  existsSync(BINARY) ? lackOf(`${MODULES}/mod_auth_openidc.so`) : lackOf(BINARY);

const LOADED = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'headers',
  'proxy',
  'proxy_http',
  'socache_shmcb',
  'ssl',
  'auth_openidc',
];

type Settings = {
  readonly port: number;
  readonly sitePort: number;
  readonly publicUrl: string;
  readonly application: Registered;
};

/** Debian's Apache with the very configuration of the guide, on ports of this machine. */
export async function startApache({
  port,
  sitePort,
  publicUrl,
  application: { clientId, secret = '' },
}: Settings): Promise<Running> {
  const { folder, remove } = makeFolder('apache');
  const { cert, key } = await makeCertificate(folder, 'wiki.example.org');
  const site = withReplaced(filesOfGuide('apache.md').get('site.conf') ?? '', {
    '*:443': `127.0.0.1:${port}`,
    'https://wiki.example.org/': `https://wiki.example.org:${port}/`,
    'https://id.example.org': publicUrl,
    '/etc/ssl/wiki.example.org.pem': cert,
    '/etc/ssl/private/wiki.example.org.key': key,
    CLIENT_ID: clientId,
    CLIENT_SECRET: secret,
    CRYPTO_PASSPHRASE: 'of-the-tests-only-0123456789abcdef',
    '127.0.0.1:3000': `127.0.0.1:${sitePort}`,
  });
  const main = path.join(folder, 'apache.conf');
  writeFileSync(
    main,
    `ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog "|/usr/bin/cat"
LogLevel warn
User www-data
Group www-data
Listen 127.0.0.1:${port}
${LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
${site}`,
  );
  try {
    const running = await start([BINARY, '-D', 'FOREGROUND', '-f', main], { folder, port });
    return { stop: () => running.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The way from the server to Apache, which a name server and a certificate that is trusted make for
 * everybody else: plain http on this machine, passed on over TLS, with no cookie and nothing added.
 */
export async function startWayBack(origin: string) {
  const pass = (uri: string, body: string) =>
    makeOutsider(origin).open(uri, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    });
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => pass(request.url ?? '', body))
      .then((got) => response.writeHead(got.status).end(got.text));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    send: (body: string) => pass('/.oidc/callback?logout=backchannel', body),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
