import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { endpointsFor, endpointOf, callAny } from '../harness/world/walk.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { CARRIER_ACCOUNT, makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** Where other servers show what goes on inside them. */
const USUAL_PLACES: readonly string[] = `
  /metrics /stats /status /health /healthz /info /version /env /config /actuator
  /actuator/env /actuator/heapdump /debug /debug/pprof /debug/vars /server-status
  /server-info /phpinfo.php /console /_status /_stats /trace /admin/metrics /api/metrics
  /api/v1/metrics /api/v1/status /api/v1/config /.env /.git/config /package.json
  /package-lock.json /config.json /proofup.db /data/proofup.db /logs /server.log /backup
  /dump /documentation /swagger /graphql /__inspect /json/list /.well-known/metrics
  /app/v1/metrics`
  .trim()
  .split(/\s+/);
const PROBES = { '/livez': 'alive\n', '/readyz': 'ready\n' } as const;
/** Headers that say what serves a page, and how. */
const TALKATIVE = ['server', 'x-powered-by', 'x-response-time', 'server-timing', 'x-node', 'via'];

forEachStore((store) => {
  let isLost = false;
  const wrapDatabase = (database: Database): Database => ({
    ...database,
    ping: async () => !isLost && (await database.ping()),
  });
  let world: World;
  before(async () => {
    const pages = path.join(os.tmpdir(), `proofup-pages-${store.name}-${process.pid}`);
    mkdirSync(pages, { recursive: true });
    writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>pages</title>');
    world = await makeWorld(store, { phones: true, pages, wrapDatabase });
  });
  after(() => world.close());

  const ask = (where: string, method = 'GET', base = world.publicUrl) =>
    world
      .browser()
      .send({ method, path: where, headers: { host: new URL(base).host }, body: undefined });

  /** What only whoever runs the installation knows. */
  const inside = (): readonly string[] => {
    const { database, node } = world.config;
    const place = database.kind === 'sqlite' ? database.file : database.connectionString;
    return [
      ...Object.values(CARRIER_ACCOUNT),
      place,
      path.dirname(place),
      `"${node}"`,
      process.version,
      process.cwd(),
      os.hostname(),
      ...(os.userInfo().username === 'root' ? [] : [os.userInfo().username]),
    ];
  };

  it('L11 the probes say one word each, whoever asks, and take no writing', async () => {
    for (const [where, word] of Object.entries(PROBES)) {
      for (const host of [world.publicUrl, 'http://10.0.0.1', world.authenticatorUrl]) {
        const answer = await ask(where, 'GET', host);
        assert.equal(answer.status, 200);
        assert.equal(answer.text, word);
        for (const header of TALKATIVE) assert.equal(answer.headers[header], undefined, header);
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        assert.equal((await ask(where, method)).status, 404, `${method} ${where}`);
      }
      for (const more of ['/', '/all', '/db']) {
        assert.equal((await ask(`${where}${more}`)).status, 404, `${where}${more}`);
      }
      assert.equal((await ask(`${where}?verbose=1`)).text, word);
    }
  });

  it('L11 a node that cannot reach its database says that it is not ready, and no more', async () => {
    isLost = true;
    const [alive, ready] = [await ask('/livez'), await ask('/readyz')];
    isLost = false;
    assert.deepEqual([alive.status, alive.text], [200, 'alive\n']);
    assert.deepEqual([ready.status, ready.text], [503, 'not ready\n']);
    assert.equal((await ask('/readyz')).status, 200);
  });

  it('L11 there is nothing at the places where other servers show their insides', async () => {
    for (const where of USUAL_PLACES) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'TRACE']) {
        const answer = await ask(where, method).catch(() => undefined);
        // A client of HTTP may not even send TRACE.
        if (answer === undefined) continue;
        assert.equal(answer.status, 404, `${method} ${where}: ${answer.status}`);
      }
    }
  });

  it('L11 what anybody may read has no setting, no secret and no version of what runs it', async () => {
    const open = endpointsFor('public').filter((name) => endpointOf(name).method === 'GET');
    const documents = [
      '/.well-known/openid-configuration',
      '/.well-known/apple-app-site-association',
      '/oidc/jwks',
      '/entra/jwks',
      '/api/openapi.json',
      '/api/reference',
      '/',
      '/sign-in',
      '/admin',
    ];
    const answers = [
      ...(await Promise.all(open.map((name) => callAny(world.browser(), name)))),
      ...(await Promise.all(documents.map((where) => ask(where)))),
      ...(await Promise.all(Object.keys(PROBES).map((where) => ask(where)))),
    ];
    assert.ok(answers.some(({ status }) => status === 200));
    for (const { text, headers } of answers) {
      const told = text + JSON.stringify(headers);
      for (const one of inside()) assert.ok(!told.includes(one), `${one} in ${told.slice(0, 200)}`);
      for (const header of TALKATIVE) assert.equal(headers[header], undefined, header);
    }
  });
}, prepareDatabase);
