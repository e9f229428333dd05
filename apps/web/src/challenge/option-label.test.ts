import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OptionView } from '@proofup/contract/schemas.ts';
import { mainOptions, optionLabel, phoneText, spokenCodeFor } from './option-label.ts';

const MASK = '+X XXXXXXXX30';
const CALL: OptionView = { id: '1', type: 'call', slot: 'mobile', masked: MASK };
const TEXT: OptionView = { id: '2', type: 'text', slot: 'mobile', masked: MASK };
const SPOKEN: OptionView = { id: '3', type: 'spoken-code', slot: 'mobile', masked: MASK };
const OTHER: OptionView = { id: '4', type: 'call', slot: 'alternate', masked: MASK };
const APP: OptionView = { id: '5', type: 'totp', name: 'Work phone' };
const TABLET: OptionView = { id: '6', type: 'totp', name: 'Tablet' };

describe('optionLabel', () => {
  it('has the labels that people know', () => {
    assert.equal(optionLabel(CALL, [CALL, TEXT]), `Call me at ${MASK}`);
    assert.equal(optionLabel(TEXT, [CALL, TEXT]), `Text me at ${MASK}`);
    assert.equal(optionLabel(APP, [APP]), 'Use verification code from my mobile app');
  });
  it('tells two numbers apart that end alike', () => {
    assert.equal(optionLabel(CALL, [CALL, OTHER]), `Call me at ${MASK} (mobile)`);
    assert.equal(phoneText(OTHER, [TEXT, OTHER]), `${MASK} (alternate)`);
  });
  it('tells two apps apart by name', () => {
    const label = 'Use verification code from my mobile app (Tablet)';
    assert.equal(optionLabel(TABLET, [APP, TABLET]), label);
  });
});

describe('spoken codes', () => {
  it('stand behind the call to the same number, not in the list', () => {
    assert.deepEqual(mainOptions([CALL, SPOKEN, APP]), [CALL, APP]);
    assert.equal(spokenCodeFor(CALL, [CALL, SPOKEN]), SPOKEN);
    assert.equal(spokenCodeFor(OTHER, [CALL, SPOKEN, OTHER]), undefined);
  });
});
