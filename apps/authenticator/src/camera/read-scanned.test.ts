import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readScanned } from '#camera/read-scanned.ts';

const ORIGIN = 'https://authenticator.example.org';

describe('readScanned', () => {
  it('reads an activation of its own server alone', () => {
    const code = 'abc_DEF-123';
    assert.deepEqual(readScanned(`${ORIGIN}/#activate=${code}`, ORIGIN), {
      kind: 'activation',
      code,
    });
    assert.deepEqual(readScanned(`https://other.example/#activate=${code}`, ORIGIN), {
      kind: 'elsewhere',
      host: 'other.example',
    });
  });

  it('reads the codes of any site', () => {
    const scanned = readScanned('otpauth://totp/Shop:alex?secret=MZXW6YTBOI&issuer=Shop', ORIGIN);
    assert.equal(scanned.kind, 'code');
    assert.equal(scanned.kind === 'code' ? scanned.account.secret : '', 'Zm9vYmFy');
  });

  it('takes nothing else', () => {
    for (const text of [
      '',
      'hello',
      'https://example.org',
      `${ORIGIN}/#activate=`,
      `${ORIGIN}/#activate=${'x'.repeat(65)}`,
      `${ORIGIN}/?activate=abc`,
      'javascript:alert(1)#activate=<b>',
      'otpauth://hotp/Shop:alex?secret=MZXW6YTBOI',
    ]) {
      assert.equal(readScanned(text, ORIGIN).kind, 'unknown', text);
    }
  });
});
