import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secretCompares } from './secret-compare.ts';

const found = (text: string): readonly string[] => secretCompares({ file: 'x.ts', text });

const planted = [
  'if (code === expected) accept();',
  'return given.token !== stored.token;',
  'return a === row?.secret;',
  'const ok = codeHash == hashOf(given);',
  'return expectedMac === mac;',
  'return signatureOf(body) === header;',
  'return macs[0] !== request.signature!;',
  'return `${code === stored}`;',
  'return digest.equals(expected);',
  'return session_token === cookie;',
  'const again = (\n  resetToken ===\n  stored\n);',
];

const harmless = [
  "if (code === 'x') return;",
  'if (code === undefined || token == null) return;',
  'if (typeof token === kind) return;',
  'if (code.length === other.length) return;',
  'if (code.length !== digits) return;',
  'if (response.statusCode === expected) return;',
  'if (error.errorCode === wanted || countryCode !== home || callingCode === theirs) return;',
  'if (providerCode === last) return;',
  'if (codeId === id || token.kind === kind) return;',
  'if (machine === other || decoder === other || unicode === other) return;',
  '// code === expected',
  "const text = 'code === expected';",
  'const pattern = /code === expected/;',
  'if (code === 6 || hash === NONE) return;',
  'if (previous === current) return;',
];

describe('A19 the rule against comparing secrets by ===', () => {
  for (const text of planted) it(`finds ${text}`, () => assert.equal(found(text).length, 1));
  for (const text of harmless) it(`lets pass ${text}`, () => assert.deepEqual(found(text), []));

  it('tells the line', () => {
    assert.deepEqual(found('\n/* ` */\nif (code === stored) {}'), ['x.ts:3 code === stored']);
  });
});
