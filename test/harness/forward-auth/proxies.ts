import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  filesOfGuide,
  makeCertificate,
  makeFolder,
  type Running,
  start,
  withReplaced,
} from '../debian.ts';

export type Ports = {
  /** Of the proxy, of Proofup, of the site behind. */
  readonly own: number;
  readonly proofup: number;
  readonly site: number;
};

type Certificate = Awaited<ReturnType<typeof makeCertificate>>;

type Prepared = {
  readonly folder: string;
  readonly ports: Ports;
  readonly certificate: Certificate;
  /** A block of the guide, with its addresses replaced by those of this machine; written there. */
  readonly write: (file: string, replacements?: Readonly<Record<string, string>>) => string;
  readonly add: (file: string, text: string) => string;
};

export type Proxy = {
  readonly name: string;
  readonly binary: string;
  readonly guide: string;
  /** Writes the files of the guide; the command that runs them. */
  readonly prepare: (prepared: Prepared) => readonly string[];
};

const addresses = ({ proofup, site }: Ports) => ({
  '127.0.0.1:8080': `127.0.0.1:${proofup}`,
  '127.0.0.1:3000': `127.0.0.1:${site}`,
});

const nginx: Proxy = {
  name: 'nginx',
  binary: '/usr/sbin/nginx',
  guide: 'nginx.md',
  prepare: ({ folder, ports, certificate, write, add }) => {
    write('proofup.conf');
    const site = write('site.conf', {
      ...addresses(ports),
      'listen 443 ssl': `listen 127.0.0.1:${ports.own} ssl`,
      '/etc/ssl/wiki.example.org.pem': certificate.cert,
      '/etc/ssl/private/wiki.example.org.key': certificate.key,
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    const main = add(
      'nginx.conf',
      `daemon off; pid ${folder}/nginx.pid; error_log stderr warn; worker_processes 1; user root;
events { worker_connections 128; }
http { access_log off; ${temporary.join(' ')} include ${site}; }
`,
    );
    return [nginx.binary, '-e', 'stderr', '-p', folder, '-c', main];
  },
};

const caddy: Proxy = {
  name: 'Caddy',
  binary: '/usr/bin/caddy',
  guide: 'caddy.md',
  prepare: ({ folder, ports, certificate, write, add }) => {
    const site = write('Caddyfile', {
      ...addresses(ports),
      'wiki.example.org {': `https://wiki.example.org:${ports.own} {
	bind 127.0.0.1
	tls ${certificate.cert} ${certificate.key}`,
    });
    const main = add(
      'Caddyfile.main',
      `{
	admin off
	auto_https disable_redirects
	storage file_system ${folder}/storage
}
import ${site}
`,
    );
    return [caddy.binary, 'run', '--adapter', 'caddyfile', '--config', main];
  },
};

const haproxy: Proxy = {
  name: 'HAProxy',
  binary: '/usr/sbin/haproxy',
  guide: 'haproxy.md',
  prepare: ({ ports, certificate, write }) => {
    const { '127.0.0.1:8080': proofup } = addresses(ports);
    const script = write('proofup.lua', { '127.0.0.1:8080': proofup });
    const main = write('haproxy.cfg', {
      ...addresses(ports),
      '/etc/haproxy/proofup.lua': script,
      'bind :443 ssl crt /etc/haproxy/wiki.example.org.pem': `bind 127.0.0.1:${ports.own} ssl crt ${certificate.both}`,
    });
    return [haproxy.binary, '-db', '-f', main];
  },
};

export const PROXIES: readonly Proxy[] = [nginx, caddy, haproxy];

/** With the very files of its guide, on ports of this machine. */
export async function startProxy(proxy: Proxy, ports: Ports): Promise<Running> {
  const { folder, remove } = makeFolder(proxy.name.toLowerCase());
  const blocks = filesOfGuide(proxy.guide);
  const add = (file: string, text: string): string => {
    writeFileSync(path.join(folder, file), text);
    return path.join(folder, file);
  };
  const write: Prepared['write'] = (file, replacements = {}) => {
    const text = blocks.get(file);
    if (text === undefined) throw new Error(`${proxy.guide} has no block ${file}`);
    return add(file, withReplaced(text, replacements));
  };
  const certificate = await makeCertificate(folder, 'wiki.example.org');
  const command = proxy.prepare({ folder, ports, certificate, write, add });
  try {
    const running = await start(command, { folder, port: ports.own });
    return { stop: () => running.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
