import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTwiml } from './parse-twiml.ts';

describe('parseTwiml', () => {
  it('keeps the order of verbs, nested ones too, and reads entities', () => {
    const verbs = parseTwiml(`<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment -->
      <Response>
        <Say>A &amp; B don&#39;t say &lt;Dial&gt;</Say>
        <Gather finishOnKey="" action="/a?b=1&amp;c=2"><Say>one</Say><Pause/><Say>two</Say></Gather>
        <Redirect>https://example.com/?a=1&amp;b=2</Redirect>
      </Response>`);
    assert.deepEqual(
      verbs.map(({ name }) => name),
      ['Say', 'Gather', 'Redirect'],
    );
    assert.equal(verbs[0]?.text, "A & B don't say <Dial>");
    assert.deepEqual(verbs[1]?.attributes, { finishOnKey: '', action: '/a?b=1&c=2' });
    assert.deepEqual(
      verbs[1]?.children.map(({ name, text }) => name + text),
      ['Sayone', 'Pause', 'Saytwo'],
    );
    assert.equal(verbs[2]?.text, 'https://example.com/?a=1&b=2');
  });

  it('keeps digits and signs as they were written', () => {
    const [say] = parseTwiml('<Response><Say length="007">0042</Say></Response>');
    assert.deepEqual([say?.text, say?.attributes['length']], ['0042', '007']);
  });

  it('reads a document without verbs', () => {
    assert.deepEqual(parseTwiml('<Response></Response>'), []);
    assert.deepEqual(parseTwiml('<Response/>'), []);
  });

  it('refuses what the carrier would not run', () => {
    assert.throws(() => parseTwiml('<Response><Say>'), /well-formed/);
    assert.throws(() => parseTwiml('Internal Server Error'), /well-formed|no <Response>/);
    assert.throws(() => parseTwiml('<html></html>'), /no <Response>/);
  });
});
