import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** In a process of its own: the guard cannot be taken off again. */
function attempt(program: string): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      import.meta.resolve('./no-network.ts'),
      '--input-type=module',
      '--eval',
      `const tell = (error) => console.log(error.cause?.message ?? error.message);
       try { ${program} } catch (error) { tell(error); }`,
    ],
    { encoding: 'utf8', timeout: 10_000 },
  );
  return `${stdout}${stderr}`;
}

const far = '203.0.113.9';

const refused = {
  'a TCP connection': `(await import('node:net')).connect(80, '${far}');`,
  'a TCP connection by options': `(await import('node:net')).connect({ port: 80, host: '${far}' });`,
  fetch: `await fetch('http://${far}/');`,
  'fetch by name': `await fetch('https://name.invalid/');`,
  'http.get': `(await import('node:http')).get('http://${far}/').on('error', tell);`,
  'a TLS connection': `(await import('node:tls')).connect(443, '${far}').on('error', tell);`,
  'a datagram': `(await import('node:dgram')).createSocket('udp4').send('x', 53, '${far}');`,
  'a look-up': `await (await import('node:dns')).promises.lookup('name.invalid');`,
  'a DNS query': `await (await import('node:dns')).promises.resolve4('name.invalid');`,
};

const allowed = {
  'the loopback address': `
    const net = await import('node:net');
    const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1', () =>
      net.connect(server.address().port, '127.0.0.1', () => { console.log('ok'); server.close(); }));`,
  'localhost by fetch': `
    const http = await import('node:http');
    const server = http.createServer((_, response) => response.end('ok'));
    await new Promise((listening) => server.listen(0, listening));
    console.log(await (await fetch('http://localhost:' + server.address().port)).text());
    server.close();`,
  'a UNIX socket': `
    const net = await import('node:net');
    const path = '/tmp/proofup-no-network-' + process.pid;
    const server = net.createServer((socket) => socket.end()).listen(path, () =>
      net.connect(path, () => { console.log('ok'); server.close(); }));`,
  'a datagram to the loopback address': `
    const socket = (await import('node:dgram')).createSocket('udp4');
    socket.send('x', 9, '127.0.0.1', () => { console.log('ok'); socket.close(); });`,
};

describe('the network guard', () => {
  for (const [what, program] of Object.entries(refused)) {
    it(`refuses ${what} to another machine`, () => {
      assert.match(attempt(program), /tests stay on this machine/);
    });
  }
  for (const [what, program] of Object.entries(allowed)) {
    it(`lets ${what} pass`, () => {
      assert.equal(attempt(program).trim(), 'ok');
    });
  }
});
