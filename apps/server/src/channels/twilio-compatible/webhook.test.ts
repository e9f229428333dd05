import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallScript } from '#delivery/ports.ts';
import { hook, OUTBOX_ID, SETTINGS, signed, webhookFor } from './testing/fixtures.ts';

const APPROVE: CallScript = {
  kind: 'approve',
  organisation: 'Example Org',
  fraudReporting: true,
};
const CODE: CallScript = { kind: 'spoken-code', organisation: 'Example Org', code: '491827' };

const press = (step: string, key: string, round = '1') =>
  signed(hook('voice', { round, step }), { Digits: key });
const count = (text: string, part: string) => text.split(part).length - 1;

describe('an approval call', () => {
  it('asks for one key with no finish key, and asks again on silence', async () => {
    const { handle } = webhookFor(APPROVE);
    const { status, contentType, body } = await handle(signed(hook('voice')));
    assert.deepEqual([status, contentType], [200, 'text/xml; charset=utf-8']);
    const action = hook('voice', { round: '1', step: 'answer' }).replaceAll('&', '&amp;');
    assert.ok(
      body.includes(
        `<Gather input="dtmf" finishOnKey="" numDigits="1" timeout="10" action="${action}" method="POST">`,
      ),
    );
    assert.match(body, /<\/Gather><Redirect method="POST">[^<]*round=2&amp;step=ask<\/Redirect>/);
  });

  it('says goodbye after the third silence', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    const { body } = await handle(signed(hook('voice', { round: '3', step: 'ask' })));
    assert.match(body, /<\/Gather><Say language="en-US">Goodbye\.<\/Say><Hangup><\/Hangup>/);
    assert.deepEqual(responses, []);
  });

  it('approves once on the pound key and says so', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    assert.match((await handle(press('answer', '#'))).body, /approved.*<Hangup>/);
    assert.match((await handle(press('answer', '#'))).body, /over.*nothing was approved.*<Hangup>/);
    assert.deepEqual(responses, ['approve']);
  });

  it('tells the late one of two keys that the request is over', async () => {
    const { handle } = webhookFor(APPROVE);
    const bodies = await Promise.all([handle(press('answer', '#')), handle(press('answer', '#'))]);
    assert.equal(bodies.filter(({ body }) => body.includes('is approved')).length, 1);
  });

  for (const key of ['', '1', '5', '*', '##', '0#', ' #', '＃']) {
    it(`asks again on ${JSON.stringify(key)} and never approves`, async () => {
      const { handle, responses } = webhookFor(APPROVE);
      const { body } = await handle(press('answer', key));
      assert.match(body, /round=2&amp;step=answer/);
      assert.match((await handle(press('answer', key, '3'))).body, /Goodbye/);
      assert.deepEqual(responses, []);
    });
  }

  it('never approves on the pound key in answer to anything but the question', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    for (const step of ['ask', 'confirm', 'repeat']) await handle(press(step, '#'));
    assert.deepEqual(responses, []);
  });

  it('refuses steps and rounds that it never gave out', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    const odd = [{ step: 'approve' }, { round: '4' }, { round: '0' }, { round: 'x' }];
    for (const query of odd) {
      assert.equal((await handle(signed(hook('voice', query), { Digits: '#' }))).status, 400);
    }
    assert.deepEqual(responses, []);
  });

  for (const answeredBy of ['machine_start', 'machine_end_beep', 'fax']) {
    it(`says nothing to ${answeredBy}, whatever it presses`, async () => {
      const { handle, responses } = webhookFor(APPROVE);
      const request = signed(hook('voice', { round: '1', step: 'answer' }), {
        AnsweredBy: answeredBy,
        Digits: '#',
      });
      const { body } = await handle(request);
      assert.match(body, /<Response><Hangup><\/Hangup><\/Response>$/);
      assert.deepEqual(responses, ['voicemail']);
    });
  }

  it('F08 speaks an organisation of markup as words, in one sentence', async () => {
    const organisation = '</Say><Dial>+19005550100</Dial>&"\u0007\'';
    const { handle } = webhookFor({ ...APPROVE, organisation });
    const { body } = await handle(signed(hook('voice')));
    assert.equal(count(body, '<Dial'), 0);
    assert.ok(body.includes('&lt;/Say&gt;&lt;Dial&gt;+19005550100&lt;/Dial&gt;&amp;&quot;&apos;'));
    assert.equal(count(body, '<Say'), count(body, '</Say>'));
  });

  it('keeps an organisation named after a replacement pattern as it is', async () => {
    const { handle } = webhookFor({ ...APPROVE, organisation: "$& $' {organisation}" });
    const { body } = await handle(signed(hook('voice')));
    assert.ok(body.includes('This is $&amp; $&apos; {organisation}, checking'));
  });
});

describe('F10 the fraud code on the phone', () => {
  it('F10 takes 0, then #, then 1', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    assert.match((await handle(press('answer', '0'))).body, /step=report/);
    assert.match((await handle(press('report', '#'))).body, /step=confirm/);
    assert.deepEqual(responses, []);
    assert.match((await handle(press('confirm', '1'))).body, /report.*stopped.*<Hangup>/);
    assert.deepEqual(responses, ['report-fraud']);
  });

  it('F10 goes back to the question on any other key', async () => {
    const { handle, responses } = webhookFor(APPROVE);
    for (const [step, key] of [
      ['report', '0'],
      ['report', ''],
      ['confirm', '#'],
      ['confirm', ''],
    ] as const) {
      assert.match((await handle(press(step, key))).body, /round=2&amp;step=answer/);
    }
    assert.deepEqual(responses, []);
  });

  it('F10 is neither offered nor heard where it is off', async () => {
    const { handle, responses } = webhookFor({ ...APPROVE, fraudReporting: false });
    assert.doesNotMatch((await handle(signed(hook('voice')))).body, /press zero/);
    for (const request of [press('answer', '0'), press('report', '#'), press('confirm', '1')]) {
      assert.match((await handle(request)).body, /step=answer/);
    }
    assert.deepEqual(responses, []);
  });
});

describe('a spoken code', () => {
  it('is said digit by digit, twice, and again on any key, three times in all', async () => {
    const { handle, responses } = webhookFor(CODE);
    const first = (await handle(signed(hook('voice')))).body;
    const digits = [...first.matchAll(/<Say[^>]*>(\d)<\/Say><Pause length="1">/g)].map(
      ([, d]) => d,
    );
    assert.equal(digits.join(''), '491827491827');
    assert.match(first, /step=repeat/);
    assert.match((await handle(press('repeat', '7'))).body, /round=2&amp;step=repeat/);
    const last = (await handle(press('repeat', '#', '2'))).body;
    assert.doesNotMatch(last, /<Gather/);
    assert.match(last, /<Hangup>/);
    assert.deepEqual(responses, []);
  });

  it('ends on silence, and takes no answer to a question it never asked', async () => {
    const { handle, responses } = webhookFor(CODE);
    for (const request of [press('repeat', ''), press('answer', '#'), press('confirm', '1')]) {
      assert.match((await handle(request)).body, /Goodbye.*<Hangup>/);
    }
    assert.deepEqual(responses, []);
  });

  it('is not said once the challenge is over', async () => {
    const { handle } = webhookFor(undefined);
    const { body } = await handle(signed(hook('voice')));
    assert.match(body, /over/);
    assert.doesNotMatch(body, /491827|<Pause/);
  });
});

describe('F12 forged call-backs', () => {
  const good = press('answer', '#');
  const forged = {
    'no signature': { ...good, headers: { 'content-type': good.headers['content-type'] } },
    'the wrong key': signed(good.url, { Digits: '#' }, 'another-token'),
    'another host': {
      ...signed(good.url.replace('proof.', 'evil.'), { Digits: '#' }),
      url: good.url,
    },
    'another message': { ...good, url: good.url.replace(OUTBOX_ID, OUTBOX_ID.replace('0', '1')) },
    'an extra field': { ...good, body: `${good.body}&AnsweredBy=human` },
    'an altered body': { ...press('answer', '5'), body: good.body },
  };
  for (const [name, request] of Object.entries(forged)) {
    it(`F12 refuses ${name} with an empty 403 and changes nothing`, async () => {
      const { handle, responses, badSignatures } = webhookFor(APPROVE);
      const { status, body } = await handle(request);
      assert.deepEqual([status, body, responses, badSignatures()], [403, '', [], 1]);
    });
  }

  it('F12 lets through the true one', async () => {
    const { handle, badSignatures } = webhookFor(APPROVE);
    assert.equal((await handle(good)).status, 200);
    assert.equal(badSignatures(), 0);
  });

  it('answers 400 to what is signed but names no message, 404 and 405 to other calls', async () => {
    const { handle } = webhookFor(APPROVE);
    const at = (path: string) => handle(signed(`${SETTINGS.publicUrl}/hooks/twilio/${path}`));
    assert.equal((await at('voice')).status, 400);
    assert.equal((await at('status?message=1')).status, 400);
    assert.equal((await at(`status?message=${OUTBOX_ID}&message=${OUTBOX_ID}`)).status, 400);
    assert.equal((await at('other')).status, 404);
    assert.equal((await handle({ ...signed(hook('voice')), method: 'GET' })).status, 405);
  });
});

describe('F11 what comes in by phone', () => {
  it('F11 proves nothing, however well signed', async () => {
    const { handle, responses, reports } = webhookFor(APPROVE);
    for (const body of ['YES', '491827', '#']) {
      const fields = { From: '+12125550167', To: '+13125550101', Body: body, Digits: '#' };
      const answer = await handle(signed(hook('inbound'), fields));
      assert.match(answer.body, /<Response><\/Response>$/);
    }
    assert.deepEqual([responses, reports], [[], []]);
  });
});

describe('F13 statuses', () => {
  const texts = {
    accepted: 'queued',
    queued: 'queued',
    sending: 'queued',
    sent: 'sent',
    delivered: 'delivered',
  };
  for (const [status, expected] of Object.entries(texts)) {
    it(`F13 maps a text's ${status} to ${expected}`, async () => {
      const { handle, reports } = webhookFor(undefined);
      assert.equal((await handle(signed(hook('status'), { MessageStatus: status }))).status, 204);
      assert.deepEqual(reports, [[expected, undefined]]);
    });
  }

  it('F13 keeps the carrier\u2019s code of a text that failed, if it is a code', async () => {
    const { handle, reports } = webhookFor(undefined);
    for (const [MessageStatus, ErrorCode] of [
      ['undelivered', '30003'],
      ['failed', '+12125550167'],
    ] as const) {
      await handle(signed(hook('status'), { MessageStatus, ErrorCode }));
    }
    assert.deepEqual(reports, [
      ['undelivered', '30003'],
      ['undelivered', undefined],
    ]);
  });

  for (const [status, response] of Object.entries({
    'no-answer': 'no-answer',
    busy: 'busy',
    failed: 'failed',
    canceled: 'failed',
  })) {
    it(`F13 maps a call's ${status} to ${response}, never to an approval`, async () => {
      const { handle, responses, reports } = webhookFor(APPROVE);
      await handle(signed(hook('status'), { CallStatus: status }));
      assert.deepEqual(responses, [response]);
      assert.deepEqual(reports, [['undelivered', status]]);
    });
  }

  it('F13 records a completed call as delivered, and ignores statuses it does not know', async () => {
    const { handle, responses, reports } = webhookFor(APPROVE);
    await handle(signed(hook('status'), { CallStatus: 'completed', Digits: '#' }));
    await handle(signed(hook('status'), { CallStatus: 'constructor' }));
    await handle(signed(hook('status'), { MessageStatus: 'partially_delivered' }));
    assert.deepEqual([responses, reports], [[], [['delivered', undefined]]]);
  });
});
