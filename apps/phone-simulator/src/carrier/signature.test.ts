import assert from 'node:assert/strict';
import { it } from 'node:test';
import { signCallBack } from './signature.ts';

it('the signature is that of the carrier\u2019s documented example', () => {
  const posted = new URLSearchParams({
    To: '+18005551212',
    From: '+14158675310',
    Digits: '1234',
    Caller: '+14158675310',
    CallSid: 'CA1234567890ABCDE',
  });
  assert.equal(
    signCallBack('12345', 'https://example.com/myapp.php?foo=1&bar=2', posted),
    'L/OH5YylLD5NRKLltdqwSvS0BnU=',
  );
});

it('the signature of repeated fields is that of the carrier\u2019s own libraries', () => {
  const posted = new URLSearchParams(
    'Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234',
  );
  assert.equal(
    signCallBack('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', posted),
    'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
  );
});
