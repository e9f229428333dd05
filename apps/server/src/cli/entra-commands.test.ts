import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeBench, type Bench } from './testing/bench.ts';

const TENANT = '9122040d-6c67-4c5b-b112-36a304b66dad';
const CLIENT = '600b719b-3766-4dc5-95a6-3c4a8dc31885';
const WHY = ['--reason', 'texts end in February'];

describe('commands for Microsoft Entra', () => {
  let bench: Bench;
  before(async () => {
    // Where nobody listens, whatever else runs on this machine.
    bench = await makeBench({ publicUrl: 'http://localhost:9' });
    assert.equal((await bench.run('migrate')).exit, 0);
  });
  after(() => bench.remove());

  const add = (name: string, ...more: readonly string[]) =>
    bench.run('entra', 'add', name, '--tenant', TENANT, '--client-id', CLIENT, ...WHY, ...more);

  const WRONG: Readonly<Record<string, readonly string[]>> = {
    'a tenant that is no GUID': ['--tenant', 'contoso'],
    'a client ID that is no GUID': ['--client-id', 'proofup'],
    'an unknown cloud': ['--cloud', 'moon'],
    'an unknown rule': ['--link', 'everybody'],
    'an age of no length': ['--hint-minutes', '0'],
    'an age of hours': ['--hint-minutes', '61'],
    'metadata that is nowhere': ['--metadata', 'nowhere'],
  };
  for (const [name, options] of Object.entries(WRONG)) {
    it(`refuses ${name}`, async () => {
      const { exit, error } = await add('Contoso', ...options);
      assert.deepEqual([exit, error.length], [2, 1]);
    });
  }

  it('connects a tenant once, and prints what to paste', async () => {
    assert.match((await bench.run('entra', 'list')).out.join(), /No tenant/);
    assert.equal((await add('Contoso', '--register-inline')).exit, 0);
    assert.equal((await add('Contoso, again')).exit, 1);
    const listed = (await bench.run('entra', 'list')).out.join();
    assert.ok(listed.includes(TENANT) && listed.includes(CLIENT));
    const { exit, out } = await bench.run('entra', 'show', 'Contoso');
    assert.equal(exit, 0);
    const text = out.join('\n');
    for (const value of [
      `Client ID:           ${CLIENT}`,
      `App ID:              ${CLIENT}`,
      `/entra/.well-known/openid-configuration`,
      `/entra/authorize`,
      `https://login.microsoftonline.com/common/federation/externalauthprovider`,
      `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
    ]) {
      assert.ok(text.includes(value), value);
    }
    assert.equal((await bench.run('entra', 'show', 'Nobody')).exit, 1);
  });

  it('says what is wrong when neither side can be read', async () => {
    const metadata = ['--metadata', 'http://127.0.0.1:9/', '--client-id', TENANT];
    assert.equal((await add('Nowhere', ...metadata)).exit, 0);
    const { exit, out } = await bench.run('entra', 'check', 'Nowhere');
    assert.equal(exit, 1);
    assert.ok(out.some((line) => /^WRONG {2}tenant .* cannot be used/.test(line)));
    assert.ok(out.some((line) => /^WRONG {2}discovery/.test(line)));
  });

  const signsIn = async (...more: readonly string[]): Promise<number> => {
    const { exit, out } = await bench.run('entra', 'rotate-key', ...more);
    assert.equal(exit, 0);
    return Date.parse(/from (\S+) on/.exec(out[0] ?? '')?.[1] ?? '') - Date.now();
  };

  it('makes the first key at once, and announces the next', async () => {
    const HOUR = 60 * 60_000;
    assert.ok((await signsIn()) <= 0);
    assert.ok((await signsIn()) > 47 * HOUR);
    assert.ok((await signsIn('--at-once')) <= 0);
  });

  it('unties nobody who is not tied, and disconnects', async () => {
    const kim = ['kim', '--name', 'Kim', '--state', 'enabled', ...WHY];
    const { exit } = await bench.run('user', 'add', ...kim);
    assert.equal(exit, 0);
    assert.equal((await bench.run('entra', 'unlink', 'Contoso', 'kim', ...WHY)).exit, 1);
    assert.equal((await bench.run('entra', 'unlink', 'Contoso', 'sam', ...WHY)).exit, 1);
    assert.equal((await bench.run('entra', 'remove', 'Contoso', ...WHY)).exit, 0);
    assert.equal((await bench.run('entra', 'remove', 'Contoso', ...WHY)).exit, 1);
  });
});
