import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstLanguage, nearest } from './language.ts';

describe('languages', () => {
  it('are the first that a browser asks for, in the form that calls have', () => {
    const cases = [
      ['fr-CH, fr;q=0.9, en;q=0.8', 'fr-CH'],
      ['de', 'de'],
      ['EN-us;q=1', 'en-US'],
      ['zh-Hant-TW', 'zh'],
      ['*', undefined],
      ['', undefined],
      ['x'.repeat(5000), undefined],
      [undefined, undefined],
    ] as const;
    for (const [header, language] of cases) assert.equal(firstLanguage(header), language, header);
  });

  it('are matched exactly, else by the language alone', () => {
    assert.equal(nearest('fr-CA', ['de-DE', 'fr-FR', 'fr-CA']), 'fr-CA');
    assert.equal(nearest('fr', ['de-DE', 'fr-FR']), 'fr-FR');
    assert.equal(nearest('it-IT', ['de-DE']), undefined);
  });
});
