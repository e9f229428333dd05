import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProxiedHost } from './proxied-host.ts';
import { parseProxiedRequest } from './proxied-request.ts';

const SANE = { method: 'GET', protocol: 'https', host: 'wiki.example.org', uri: '/a?b=c' };

describe('hosts behind a proxy', () => {
  it('an origin alone asks for two steps of anybody', () => {
    assert.deepEqual(parseProxiedHost('https://wiki.example.org'), {
      origin: 'https://wiki.example.org',
      strength: 'two-step',
      roles: [],
    });
    assert.deepEqual(
      parseProxiedHost('https://ops.example.org:8443 phishing-resistant administrator auditor'),
      {
        origin: 'https://ops.example.org:8443',
        strength: 'phishing-resistant',
        roles: ['administrator', 'auditor'],
      },
    );
  });

  for (const entry of [
    '',
    'wiki.example.org',
    'http://wiki.example.org',
    'https://wiki.example.org/',
    'https://Wiki.example.org',
    'https://wiki.example.org:443',
    'https://*.example.org',
    'https://wiki.example.org strong',
    'https://wiki.example.org two-step root',
  ]) {
    it(`refuses ${entry || 'nothing'}`, () =>
      assert.equal(parseProxiedHost(entry)?.origin, undefined));
  }
});

describe('K09 a request that a proxy describes', () => {
  it('has its origin as browsers name it', () => {
    const parsed = parseProxiedRequest({ ...SANE, host: 'WIKI.example.org:443' });
    assert.deepEqual(parsed, { method: 'GET', origin: 'https://wiki.example.org', uri: '/a?b=c' });
  });

  for (const uri of [
    '/',
    '/a%20b',
    '/a/../b',
    '//a',
    "/~k/(x);y=1,2/@a:b'c*!$&+",
    '/?q={a|b}^`\\<>?',
  ]) {
    it(`takes ${uri}`, () => assert.equal(parseProxiedRequest({ ...SANE, uri })?.uri, uri));
  }

  const WRONG: Readonly<Record<string, Partial<typeof SANE>>> = {
    'no target': { uri: '' },
    'a target without a slash': { uri: 'a' },
    'a whole address': { uri: 'https://wiki.example.org/' },
    'a broken escape': { uri: '/%zz' },
    'half an escape': { uri: '/a?b=%2' },
    'a blank': { uri: '/a b' },
    'a tab': { uri: '/a\tb' },
    'a line': { uri: '/a\r\nX: y' },
    'a zero byte': { uri: '/a\0' },
    'a fragment': { uri: '/a#b' },
    'a back slash': { uri: '/\\evil.example' },
    'another alphabet': { uri: '/ä' },
    'too much': { uri: `/${'a'.repeat(8192)}` },
    'no host': { host: '' },
    'two hosts': { host: 'wiki.example.org, evil.example' },
    'a host with a user': { host: 'a@wiki.example.org' },
    'a host with a path': { host: 'wiki.example.org/x' },
    'a host with a port that is none': { host: 'wiki.example.org:99999' },
    'a host with an escape': { host: 'wiki%2eexample.org' },
    'no method': { method: '' },
    'an unknown method': { method: 'BREW' },
    'a method in small letters': { method: 'get' },
    'two methods': { method: 'GET, POST' },
    'no protocol': { protocol: '' },
    'another protocol': { protocol: 'ftp' },
    'a property of every object': { protocol: 'constructor' },
  };
  for (const [name, wrong] of Object.entries(WRONG)) {
    it(`refuses ${name}`, () =>
      assert.equal(parseProxiedRequest({ ...SANE, ...wrong }), undefined));
  }
});
