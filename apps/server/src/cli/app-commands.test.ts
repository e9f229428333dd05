import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeBench, type Bench } from './testing/bench.ts';

const WHY = ['--reason', 'the wiki signs people in here'];
const CALLBACK = 'https://wiki.example.org/callback';

const secretIn = (out: readonly string[]): string =>
  /Client secret: +(\S+)/.exec(out.join('\n'))?.[1] ?? '';

describe('commands for applications', () => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench();
    assert.equal((await bench.run('migrate')).exit, 0);
  });
  after(() => bench.remove());

  const create = (name: string, ...more: readonly string[]) =>
    bench.run('app', 'create', name, ...WHY, ...more);
  const WRONG: Readonly<Record<string, readonly string[]>> = {
    'no address and no device': [],
    'an address with a star': ['--redirect', 'https://*.example.org/callback'],
    'an address with a fragment': ['--redirect', `${CALLBACK}#x`],
    'an address over http': ['--redirect', 'http://wiki.example.org/callback'],
    'an address over http of a native one that is elsewhere': [
      '--native',
      '--redirect',
      'http://wiki.example.org/callback',
    ],
    'a script for an address': ['--redirect', 'javascript:alert(1)'],
    'an unknown strength': ['--redirect', CALLBACK, '--strength', 'strong'],
    'an unknown way to show itself': ['--redirect', CALLBACK, '--auth', 'mtls'],
    'an unknown consent': ['--redirect', CALLBACK, '--consent', 'maybe'],
    'scopes without openid': ['--redirect', CALLBACK, '--scopes', 'profile'],
    'a scope that there is not': ['--redirect', CALLBACK, '--scopes', 'openid admin'],
    'a start that is nowhere': ['--redirect', CALLBACK, '--start', 'nowhere'],
  };
  for (const [name, options] of Object.entries(WRONG)) {
    it(`refuses ${name}`, async () => {
      const { exit, error } = await create('Wiki', ...options);
      assert.deepEqual([exit, error.length], [2, 1]);
    });
  }

  it('registers one of a name, shows it without its secret, and forgets it', async () => {
    assert.match((await bench.run('app', 'list')).out.join(), /There is none/);
    const made = await create('Wiki', '--redirect', CALLBACK, '--refresh', '--start', CALLBACK);
    assert.equal(made.exit, 0);
    const secret = secretIn(made.out);
    assert.match(secret, /^[\w-]{43}$/);
    assert.equal((await create('Wiki', '--redirect', CALLBACK)).exit, 1);
    const shown = (await bench.run('app', 'show', 'Wiki')).out.join('\n');
    assert.ok(shown.includes(CALLBACK) && shown.includes('/oidc/.well-known/openid-configuration'));
    assert.ok(!shown.includes(secret));
    const replaced = await bench.run('app', 'replace-secret', 'Wiki', ...WHY);
    assert.notEqual(secretIn(replaced.out), secret);
    assert.match(secretIn(replaced.out), /^[\w-]{43}$/);
    assert.equal((await bench.run('app', 'delete', 'Wiki', ...WHY)).exit, 0);
    assert.equal((await bench.run('app', 'show', 'Wiki')).exit, 1);
  });

  it('gives no secret to one that can keep none', async () => {
    const native = ['--native', '--auth', 'none', '--redirect', 'org.example.wiki:/callback'];
    const { exit, out } = await create('Pocket', ...native);
    assert.equal(exit, 0);
    assert.match(out.join('\n'), /none; PKCE/);
    assert.equal((await bench.run('app', 'replace-secret', 'Pocket', ...WHY)).exit, 1);
  });

  const signsIn = async (): Promise<number> => {
    const { exit, out } = await bench.run('app', 'rotate-key');
    assert.equal(exit, 0);
    return Date.parse(/from (\S+) on/.exec(out[0] ?? '')?.[1] ?? '') - Date.now();
  };

  it('makes the first key at once, and announces the next', async () => {
    assert.ok((await signsIn()) <= 0);
    assert.ok((await signsIn()) > 47 * 60 * 60_000);
  });
});
