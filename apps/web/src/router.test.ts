import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSitePath, routeOf } from './router.ts';

describe('routeOf', () => {
  const cases = [
    ['/', 'home'],
    ['/sign-in', 'sign-in'],
    ['/sign-in/', 'sign-in'],
    ['/security-info', 'security-info'],
    ['/bootstrap', 'bootstrap'],
    ['/freeze', 'freeze'],
    ['/help/report', 'report'],
    ['/help', 'help'],
    ['/help/new-phone/', 'help'],
    ['/help/nothing-of-the-kind', 'not-found'],
    ['/forgot-password', 'forgot-password'],
    ['/reset-password', 'reset-password'],
    ['/sign-in/more', 'not-found'],
    ['/constructor', 'not-found'],
    ['', 'not-found'],
  ] as const;
  for (const [path, route] of cases) {
    it(`shows ${route} for "${path}"`, () => assert.equal(routeOf(path), route));
  }
});

describe('isSitePath', () => {
  for (const path of ['/', '/security-info', '/oidc/resume?id=1']) {
    it(`takes ${path} for a path of this site`, () => assert.ok(isSitePath(path)));
  }
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', 'x', '']) {
    it(`does not take "${path}" for one`, () => assert.ok(!isSitePath(path)));
  }
});
