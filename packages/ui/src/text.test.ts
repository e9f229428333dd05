import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorText } from './text.ts';
import { EN_ERRORS } from './texts/en-errors.ts';

const told = (code: string) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a newer server's
  return errorText(code as Parameters<typeof errorText>[0]);
};

describe('errorText', () => {
  it('says what is known of a code', () => {
    assert.equal(told('last_method'), EN_ERRORS.last_method);
  });

  it('has general words for a code that the page does not know', () => {
    for (const code of ['newer_than_this', 'constructor', '__proto__']) {
      const words = told(code);
      for (const part of ['happened', 'safe', 'next'] as const) assert.match(words[part], /\S/);
    }
  });
});
