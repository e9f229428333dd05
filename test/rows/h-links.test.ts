import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const ELSEWHERE = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  forwarded: 'host=evil.example;proto=https',
};

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  it('H10 links in mails and texts, and the document for applications, have the address of the settings', async () => {
    const person = await world.person({ login: 'linked', apps: 1 });
    const browser = world.browser();
    const forgot = { body: { login: person.login } };
    assert.equal((await browser.call('forgotPassword', forgot, ELSEWHERE)).status, 204);
    const { text } = await world.sink.waitForMail(person.email);
    const links = text.match(/https?:\S+/g) ?? [];
    assert.ok(links.length > 0, text);
    assert.ok(
      links.every((link) => link.startsWith(`${world.publicUrl}/`)),
      text,
    );
    assert.ok(!JSON.stringify(world.sink.mails(person.email)).includes('evil'));

    const { host } = new URL(world.publicUrl);
    const path = '/oidc/.well-known/openid-configuration';
    const sent = { method: 'GET', path, headers: { host, ...ELSEWHERE }, body: undefined };
    const document = await browser.send(sent);
    assert.equal(document.status, 200, document.text);
    assert.ok(document.text.includes(`"issuer":"${world.publicUrl}/oidc"`), document.text);
    assert.ok(!document.text.includes('evil'));
  });
}, prepareDatabase);
