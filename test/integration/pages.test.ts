import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { PAGES, SHARED_PAGES } from '../../apps/server/src/http/pages.ts';

// Read as text: the router is written for browsers.
const router = readFileSync(new URL('../../apps/web/src/router.ts', import.meta.url), 'utf8');

it('the server answers every path that the pages know, and no other', () => {
  const [table = ''] = /const ROUTES = \{.*?\}/s.exec(router) ?? [];
  const routes = [...table.matchAll(/^\s+'(\/[^']*)':/gm)].map(([, path]) => path);
  assert.ok(routes.length > 5, table);
  assert.deepEqual(new Set([...PAGES, ...SHARED_PAGES]), new Set(routes));
});
