import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SETTINGS, signed } from './testing/fixtures.ts';
import { twilioSignature, verifyTwilioSignature } from './signature.ts';

/** The worked example of Twilio's page "Secure webhooks", and those of its own libraries' tests. */
const DOCUMENTED = {
  url: 'https://example.com/myapp.php?foo=1&bar=2',
  fields: {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  },
  signature: 'L/OH5YylLD5NRKLltdqwSvS0BnU=',
};
const TOKEN = '12345';
const LIBRARY_URL = 'https://mycompany.com/myapp.php?foo=1&bar=2';

describe('twilioSignature', () => {
  it('F12 matches the documented example, whatever the order of the fields', () => {
    const fields = Object.entries(DOCUMENTED.fields);
    assert.equal(twilioSignature(TOKEN, DOCUMENTED.url, fields), DOCUMENTED.signature);
    assert.equal(twilioSignature(TOKEN, DOCUMENTED.url, fields.toReversed()), DOCUMENTED.signature);
  });

  it('F12 matches the library vector with repeated fields', () => {
    const fields = [
      ['Sid', 'CA123'],
      ['SidAccount', 'AC123'],
      ['Digits', '5678'],
      ['Digits', '1234'],
      ['Digits', '1234'],
    ] as const;
    assert.equal(twilioSignature(TOKEN, LIBRARY_URL, fields), 'IK+Dwps556ElfBT0I3Rgjkr1wJU=');
  });
});

/** Whether a call-back to one URL passes with the signature over another. */
const at = (url: string, signedUrl: string): boolean =>
  verifyTwilioSignature({ ...signed(signedUrl, { A: '1' }), url }, SETTINGS.authToken);

const documentedRequest = {
  method: 'POST',
  url: DOCUMENTED.url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': DOCUMENTED.signature,
  },
  body: String(new URLSearchParams(DOCUMENTED.fields)),
};

const BODY = '{"property": "value", "boolean": true}';
const jsonRequest = {
  method: 'POST',
  url: `${LIBRARY_URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
  headers: {
    'content-type': 'application/json',
    'x-twilio-signature': 'a9nBmqA0ju/hNViExpshrM61xv4=',
  },
  body: BODY,
};

describe('verifyTwilioSignature', () => {
  it('F12 accepts the documented request and the library vector with a JSON body', () => {
    assert.equal(verifyTwilioSignature(documentedRequest, TOKEN), true);
    assert.equal(verifyTwilioSignature(jsonRequest, TOKEN), true);
  });

  const { url } = DOCUMENTED;
  const forgeries = {
    'another host': { url: url.replace('example.com', 'example.net') },
    'another path': { url: url.replace('myapp', 'yourapp') },
    'another query': { url: `${url}&baz=3` },
    'plain http': { url: url.replace('https', 'http') },
    'an extra field': { body: `${documentedRequest.body}&Extra=1` },
    'an altered body': { body: documentedRequest.body.replace('1234', '1235') },
    'no body': { body: '' },
    'a body passed off as JSON': {
      headers: { ...documentedRequest.headers, 'content-type': 'application/json' },
    },
  };
  for (const [name, change] of Object.entries(forgeries)) {
    it(`F12 refuses the right signature over ${name}`, () => {
      assert.equal(verifyTwilioSignature({ ...documentedRequest, ...change }, TOKEN), false);
    });
  }

  it('F12 refuses a JSON body that is not the one hashed', () => {
    const altered = { ...jsonRequest, body: BODY.replace('true', 'false') };
    assert.equal(verifyTwilioSignature(altered, TOKEN), false);
  });

  it('F12 refuses another key, and signatures of any other shape, without throwing', () => {
    assert.equal(verifyTwilioSignature(documentedRequest, '12346'), false);
    const shapes = [undefined, '', 'L/OH', `${DOCUMENTED.signature}=`, 'é'.repeat(14), '\0'];
    for (const shape of shapes) {
      const headers = { ...documentedRequest.headers, 'x-twilio-signature': shape };
      assert.equal(verifyTwilioSignature({ ...documentedRequest, headers }, TOKEN), false);
    }
  });

  it('takes an https URL with or without its port, and http only as it is', () => {
    assert.equal(at('https://a.example:8443/x', 'https://a.example/x'), true);
    assert.equal(at('https://a.example:8443/x', 'https://a.example:8443/x'), true);
    assert.equal(at('https://a.example/x', 'https://a.example:443/x'), true);
    assert.equal(at('https://user:pass@a.example/x', 'https://a.example/x'), true);
    assert.equal(at('https://a.example:8443/x', 'https://a.example:9443/x'), false);
    assert.equal(at('http://localhost:3000/x', 'http://localhost:3000/x'), true);
    assert.equal(at('http://localhost:3000/x', 'http://localhost/x'), false);
  });
});
