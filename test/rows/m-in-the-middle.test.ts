import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, discover, follow, register } from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';

const MINUTE = 60_000;

/** Where the person is led to; what stands there hands everything on, under our name. */
const ELSEWHERE = { origin: 'https://id.examp1e.org', rpId: 'id.examp1e.org' } as const;

forEachStore((store) => {
  const setting = useProvider(store);
  const { somebody } = setting;

  it('M09 a passkey that is asked for in the middle opens nothing, by itself or as the second step', async () => {
    const { person, browser: inTheMiddle } = await somebody({ passkeys: [{}] });
    const [passkey] = person.passkeys;
    for (const switched of [ELSEWHERE, { origin: ELSEWHERE.origin }, { rpId: ELSEWHERE.rpId }]) {
      const alone = await inTheMiddle.signInByPasskey(passkey, switched);
      assert.equal(alone.problem?.code, 'sign_in_failed');
      const second = await inTheMiddle.signInByBoth(person, switched);
      assert.equal(second.problem?.code, 'code_rejected');
      setting.time().advance(MINUTE);
    }
    assert.equal((await inTheMiddle.call('getSession')).status, 401);
  });

  it('M09 a code that was handed on opens no application that asks for a passkey, and no change later on', async () => {
    const strong = await register(setting.world(), { strength: 'phishing-resistant' });
    const config = await discover(setting.world(), strong);
    const { person, browser: inTheMiddle } = await somebody({ passkeys: [{}] });
    await inTheMiddle.signIn(person);
    const { at, answer } = await follow(inTheMiddle, (await ask(config)).url);
    // The step-up takes a passkey only, and the person's would be signed for another site.
    assert.match(at, /^\/step-up#/, answer.text);
    const params = { signInId: at.split('#')[1] ?? '' };
    const { value } = await inTheMiddle.call('getSignIn', { params });
    assert.deepEqual(
      value.options.map(({ type }) => type),
      ['passkey'],
    );
    const [passkey] = person.passkeys;
    assert.ok(passkey && value.challenge?.publicKey);
    const proof = passkey.assert(value.challenge.publicKey, ELSEWHERE);
    assert.equal((await inTheMiddle.verify(value, proof)).problem?.code, 'code_rejected');
    // An account with a passkey asks for it before anything of it is changed.
    const change = await inTheMiddle.call('bindApp', { body: {} });
    assert.equal(change.problem?.code, 'step_up_required');
  });
});
