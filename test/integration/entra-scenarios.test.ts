import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { addDevice, Device } from '../harness/device.ts';
import { acceptAnswer, readForm } from '../harness/entra/stand-in.ts';
import {
  askFor,
  type Connected,
  fetchAnswer,
  finishVisit,
  post,
  readProvider,
  visit,
} from '../harness/entra/visit.ts';
import { useEntra } from '../harness/entra/setting.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { importsOf } from '../harness/source/imports.ts';
import { prepareDatabase, type World } from '../harness/world/world.ts';

const HOUR = 60 * 60_000;

void describe('the stand-in for Entra', () => {
  it('is written from the reference: it imports nothing of the server', () => {
    const file = 'test/harness/entra/stand-in.ts';
    const text = readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');
    const imported = importsOf({ file, text }).map(({ specifier }) => specifier);
    assert.ok(imported.length > 0);
    assert.deepEqual(
      imported.filter((name) => name !== 'jose' && !name.startsWith('node:')),
      [],
    );
  });
});

forEachStore((store) => {
  let world: World;
  let contoso: Connected;
  const somebody = useEntra(store, {}, (setting) => {
    ({ world, contoso } = setting);
  });

  it('a number typed on the phone with the authenticator answers Entra', async () => {
    const { person, there } = await somebody();
    const owner = world.browser();
    await owner.signIn(person);
    const device = new Device(world);
    await addDevice(owner, device);
    world.clock.advance(HOUR);
    const came = await visit(contoso, there);
    const asked = await came.browser.choose(came.signIn, 'push');
    const number = asked.value.challenge?.number ?? '';
    assert.match(number, /^\d{3}$/, asked.text);
    const relyingParty = contoso.party.name;
    assert.equal((await device.look()).request?.relyingParty, relyingParty);
    const sent = await device.respond({ decision: 'approve', number, relyingParty });
    assert.equal(sent.status, 204, sent.text);
    const params = { signInId: came.signIn.id };
    assert.equal((await came.browser.call('completeSignIn', { params })).status, 200);
    const { payload } = await finishVisit(contoso, came);
    assert.deepEqual([payload['acr'], payload['amr']], ['possessionorinherence', ['swk']]);
  });

  for (const when of ['before its answer', 'after its answer'] as const) {
    it(`a form that comes again as it was, its state too, is refused ${when}`, async () => {
      const { person, there } = await somebody();
      const came = await visit(contoso, there);
      const isAnswered = when === 'after its answer';
      const prove = async () => {
        await came.browser.verify(came.signIn, person.code());
        await finishVisit(contoso, came);
      };
      if (isAnswered) await prove();
      for (const browser of [came.browser, world.browser()]) {
        const again = await post(browser, came.form);
        assert.equal(again.status, 403);
        assert.match(again.text, /<dd>replayed<\/dd>/);
        assert.equal(readForm(again.text), undefined);
        assert.deepEqual(again.setCookies, []);
      }
      // Whoever came first is not disturbed by it.
      if (!isAnswered) await prove();
      assert.equal((await fetchAnswer(came.browser)).status, 410);
    });
  }

  it('somebody else\u2019s state and nonce make nobody else of who brings them', async () => {
    const [victim, other] = [await somebody(), await somebody()];
    const theirs = await askFor(contoso, victim.there);
    const parameters = { state: theirs.get('state') ?? '', nonce: theirs.get('nonce') ?? '' };
    const came = await visit(contoso, other.there, { parameters });
    await came.browser.verify(came.signIn, other.person.code());
    const answered = readForm((await fetchAnswer(came.browser)).text);
    const judging = { answered, now: world.clock.now(), ...(await readProvider(world.browser())) };
    const payload = await acceptAnswer({ ...judging, form: came.form, person: other.there });
    assert.equal(payload.sub, other.there.sub);
    await assert.rejects(
      acceptAnswer({ ...judging, form: theirs, person: victim.there }),
      /unexpected "sub"/,
    );
  });

  for (const [first, acr] of [
    ['something they have', 'knowledgeorinherence'],
    ['something they have or are', 'knowledge'],
  ] as const) {
    it(`whoever showed ${first} cannot show the same again: no method of another type, an error for Entra`, async () => {
      const { there } = await somebody();
      const claims = JSON.stringify({
        id_token: { acr: { values: [acr] }, amr: { values: ['otp', 'sms', 'tel', 'swk', 'fido'] } },
      });
      const form = await askFor(contoso, there, { parameters: { claims } });
      const { status, text } = await post(world.browser(), form);
      assert.equal(status, 403);
      assert.match(text, /<dd>nothing_accepted<\/dd>/);
      assert.deepEqual(readForm(text)?.fields, {
        error: 'access_denied',
        state: form.get('state'),
      });
    });
  }
}, prepareDatabase);
