import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMail } from './parse-mail.ts';

const parse = (...lines: readonly string[]) => parseMail(Buffer.from(lines.join('\r\n')));

describe('parseMail', () => {
  it('reads a plain mail', () => {
    const mail = parse('From: a@example.org', 'SUBJECT: Hello', '', 'One', '', 'Two', '');
    assert.deepEqual(mail, { from: 'a@example.org', subject: 'Hello', text: 'One\n\nTwo' });
  });

  it('joins folded headers and decodes RFC 2047 words', () => {
    const mail = parse(
      'From: =?UTF-8?Q?Caf=C3=A9_Org?= <a@example.org>',
      'Subject: =?UTF-8?B?R3LDvMOfZSA=?=',
      ' =?iso-8859-1?Q?aus_K=F6ln?= today',
      '',
      'x',
    );
    assert.equal(mail.from, 'Café Org <a@example.org>');
    assert.equal(mail.subject, 'Grüße aus Köln today');
  });

  it('decodes quoted-printable and base64 text', () => {
    const head = 'Content-Type: text/plain; charset=utf-8';
    const quoted = parse(
      head,
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Caf=C3=A9 =3D soft=',
      ' break and =  ',
      'another',
    );
    assert.equal(quoted.text, 'Café = soft break and another');
    const encoded = Buffer.from('Your code: 491827 ✓').toString('base64');
    assert.equal(
      parse(head, 'Content-Transfer-Encoding: base64', '', encoded).text,
      'Your code: 491827 ✓',
    );
  });

  it('takes the plain part of several', () => {
    const mail = parse(
      'Content-Type: multipart/alternative; boundary="b=1"',
      '',
      'preamble',
      '--b=1',
      'Content-Type: text/html',
      '',
      '<p>no</p>',
      '--b=1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'y=C3=A9s',
      '--b=1--',
      'epilogue',
    );
    assert.equal(mail.text, 'yés');
  });
});
