import assert from 'node:assert/strict';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { AuthenticatorType, PhoneSlot } from '../../apps/server/src/domain/authenticator.ts';
import type { BindingView, SignInView } from '../../packages/contract/src/schemas.ts';
import { activation, numberOnPhone } from './device-doors.ts';
import type { Door, Standing } from './door.ts';
import { HANDOVER_DOORS } from './handover-doors.ts';
import { hostCode } from './protocol-doors.ts';
import { makeSoftwareAuthenticator } from './software-authenticator.ts';
import { callerNumber, ofToken, tokenOfOthers } from './staff-doors.ts';
import type { Visitor } from './visitors.ts';
import { assertionFor, type Browser } from './world/browser.ts';
import { bearer, orderKey } from './world/key.ts';
import { orderAppPassword, orderBootstrap } from './world/order.ts';
import { askForReset, NEW_PASSWORD } from './world/reset.ts';
import { assignToken } from './world/hardware-token.ts';
import { codeOf, codeSpoken, codeTexted, numberOf, wrongCode } from './world/outputs.ts';

const WRONG_PASS = 'ZZZZ-ZZZZ-ZZZZ';
const WRONG_APP_PASSWORD = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ';
const WRONG_RECOVERY_CODE = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';

/** The door of a sign-in: its own browser, so that several can stand open at once. */
function signInDoor(
  type: AuthenticatorType,
  slot: PhoneSlot | undefined,
  outputs: (visitor: Visitor, signIn: SignInView) => Promise<Pick<Standing, 'right' | 'wrong'>>,
): Door {
  return {
    name: `sign-in by ${type}`,
    endpoint: 'verifyChallenge',
    type,
    visitor: 'member',
    arrange: async (visitor) => {
      const browser = visitor.world.browser();
      const begun = await browser.begin(visitor.person);
      const { status, value: chosen, text } = await browser.choose(begun, type, slot);
      assert.equal(status, 200, text);
      return {
        ...(await outputs(visitor, chosen)),
        submit: (output, headers) => verify(browser, chosen, { output, headers }),
      };
    },
  };
}

/** A signature for this challenge, and one for another: of the same form, and worth nothing. */
const ofPasskey = ({ person }: Visitor, signIn: SignInView) => ({
  right: () => assertionFor(person, signIn),
  wrong: () => assertionFor(person, signIn, { challenge: 'A'.repeat(43) }),
});

const passkeyStep: Door = {
  ...signInDoor('passkey', undefined, async (visitor, signIn) => ofPasskey(visitor, signIn)),
  visitor: 'key-holder',
};

const passkeyAlone: Door = {
  name: 'sign-in by a passkey alone',
  endpoint: 'signInWithPasskey',
  visitor: 'key-holder',
  arrange: async ({ world, person: { passkeys } }) => {
    const browser = world.browser();
    const { value } = await browser.call('beginPasskey');
    const [passkey] = passkeys;
    return {
      right: () => passkey?.assert(value.publicKey),
      wrong: () => passkey?.assert(value.publicKey, { userVerified: false }),
      submit: (output, headers) => browser.call('signInWithPasskey', { body: { output } }, headers),
    };
  },
};

type Submitted = {
  readonly output: unknown;
  readonly headers: Readonly<Record<string, string>> | undefined;
};

const verify = (browser: Browser, signIn: SignInView, { output, headers }: Submitted) =>
  browser.call(
    'verifyChallenge',
    { params: { signInId: signIn.id }, body: { challengeId: signIn.challenge?.id, output } },
    headers,
  );

/** The next step's code: the current one may have been used to get in front of the door. */
const ofApp = ({ world, person }: Visitor) => ({
  right: () => person.code(1),
  wrong: () => wrongCode(world, person),
});

const ofSentCode = (code: string) => ({
  right: () => code,
  wrong: () => (code === '135790' ? '135791' : '135790'),
});

const stepUp: Door = {
  name: 'step-up',
  endpoint: 'verifyChallenge',
  type: 'totp',
  visitor: 'member',
  arrange: async (visitor) => {
    const { browser } = visitor;
    await refreshCsrf(browser);
    const { status, value, text } = await browser.call('beginStepUp', { body: {} });
    assert.equal(status, 200, text);
    const chosen = (await browser.choose(value, 'totp')).value;
    return {
      ...ofApp(visitor),
      submit: async (output, headers) => {
        await browser.call('getSignIn', { params: { signInId: chosen.id } });
        return verify(browser, chosen, { output, headers });
      },
    };
  },
};

/** A session and a sign-in of one browser have a CSRF token each; the newest answer's is sent. */
const refreshCsrf = (browser: Browser) => browser.call('getSession');

type BindingDoor = {
  readonly name: string;
  readonly visitor: Door['visitor'];
  readonly type: 'totp' | 'text' | 'passkey' | 'hardware-token';
};

const bindingDoor = ({ name, visitor, type }: BindingDoor): Door => ({
  name,
  endpoint: 'confirmBinding',
  type,
  visitor,
  arrange: async (given) => {
    const { browser } = given;
    const refresh = async () => {
      if (visitor !== 'newcomer') await refreshCsrf(browser);
    };
    await refresh();
    const begun = await BEGINNINGS[type](given);
    return {
      ...begun,
      submit: async (output, headers) => {
        await refresh();
        const input = { params: { bindingId: begun.binding.id }, body: { output } };
        return browser.call('confirmBinding', input, headers);
      },
    };
  },
});

type Begun = Pick<Standing, 'right' | 'wrong'> & { readonly binding: BindingView };

async function beginApp({ world, browser }: Visitor): Promise<Begun> {
  const { status, value, text } = await browser.call('bindApp', { body: {} });
  assert.equal(status, 201, text);
  const shown = (steps: number) => codeOf(world, value.secret, steps);
  const near = () => Array.from({ length: 21 }, (_, n) => shown(n - 10));
  return {
    binding: value.binding,
    right: () => shown(0),
    wrong: () => ['135790', '246801', '975310'].find((code) => !near().includes(code)),
  };
}

async function beginPhone({ world, browser, newNumber }: Visitor): Promise<Begun> {
  const number = newNumber();
  const body = { slot: 'mobile', number, country: 'US', via: 'text' } as const;
  const { status, value, text } = await browser.call('bindPhone', { body });
  assert.equal(status, 201, text);
  return { binding: value, ...ofSentCode(await codeTexted(world, number)) };
}

async function beginNewPasskey({ world, browser }: Visitor): Promise<Begun> {
  const { status, value, text } = await browser.call('bindPasskey', { body: {} });
  assert.equal(status, 201, text);
  const authenticator = makeSoftwareAuthenticator({ origin: world.publicUrl });
  return {
    binding: value.binding,
    right: () => authenticator.register(value.publicKey),
    wrong: () => authenticator.register(value.publicKey, { challenge: 'A'.repeat(43) }),
  };
}

async function beginToken({ world, browser, person }: Visitor): Promise<Begun> {
  const token = await assignToken(world, person);
  const body = { serial: token.serial };
  const { status, value, text } = await browser.call('bindHardwareToken', { body });
  assert.equal(status, 201, text);
  return { binding: value, ...ofToken(token) };
}

const BEGINNINGS = {
  totp: beginApp,
  text: beginPhone,
  passkey: beginNewPasskey,
  'hardware-token': beginToken,
} as const;

const password: Door = {
  name: 'password at sign-in',
  endpoint: 'beginSignIn',
  visitor: 'stranger',
  arrange: async ({ world, person }) => {
    const browser = world.browser();
    return {
      right: () => person.password,
      wrong: () => 'not the password of anybody',
      submit: (output, headers) => {
        const body = { login: person.login, password: output };
        return browser.call('beginSignIn', { body }, headers);
      },
    };
  },
};

const changePassword: Door = {
  name: 'the password, to change it',
  endpoint: 'changePassword',
  visitor: 'stranger',
  arrange: async ({ browser, person }) => ({
    right: () => person.password,
    wrong: () => 'not the password of anybody',
    submit: async (output, headers) => {
      await refreshCsrf(browser);
      const body = { current: output, next: NEW_PASSWORD };
      return browser.call('changePassword', { body }, headers);
    },
  }),
};

const resetLink: Door = {
  name: 'link for a new password',
  endpoint: 'resetPassword',
  visitor: 'stranger',
  refuses: 403,
  arrange: async ({ world, person }) => {
    const token = await askForReset(world, person);
    const browser = world.browser();
    return {
      right: () => token,
      wrong: () => makeTokens(world.keyRing).random(),
      submit: (output, headers) => {
        const body = { token: output, password: NEW_PASSWORD };
        return browser.call('resetPassword', { body }, headers);
      },
    };
  },
};

/** A program has seen the first factor, and says where the person is. */
const verificationDoor: Door = {
  name: 'verification through a program',
  endpoint: 'verifyVerification',
  type: 'totp',
  visitor: 'member',
  arrange: async (visitor) => {
    const { world, person } = visitor;
    const { key } = await orderKey(world, ['verification']);
    const browser = world.browser();
    const body = { login: person.login, purpose: 'The door', methods: ['totp'] };
    const from = { ...body, clientAddress: '192.0.2.78' };
    const begun = await browser.call('beginVerification', { body: from }, bearer(key));
    assert.equal(begun.status, 201, begun.text);
    const { id, challenge } = begun.value;
    return {
      ...ofApp(visitor),
      submit: (output, headers) => {
        const clientAddress = headers?.['x-forwarded-for'];
        const asked = { challengeId: challenge?.id, output, clientAddress };
        const input = { params: { verificationId: id }, body: asked };
        return browser.call('verifyVerification', input, bearer(key));
      },
    };
  },
};

/** What stands between a program and the organisation's mail server tells where the program is. */
const appPassword: Door = {
  name: 'app password, for a mail server',
  endpoint: 'verifyAppPassword',
  visitor: 'stranger',
  arrange: async ({ world, person }) => {
    const right = await orderAppPassword(world, person);
    const browser = world.browser();
    return {
      right: () => right,
      wrong: () => WRONG_APP_PASSWORD,
      submit: (output, headers) => {
        const clientAddress = headers?.['x-forwarded-for'] ?? '192.0.2.77';
        const body = { login: person.login, password: output, clientAddress };
        return browser.call('verifyAppPassword', { body });
      },
    };
  },
};

const bootstrap: Door = {
  name: 'link of the first administrator',
  endpoint: 'claimBootstrap',
  visitor: 'stranger',
  arrange: async ({ world }) => {
    const token = await orderBootstrap(world);
    const browser = world.browser();
    return {
      right: () => token,
      wrong: () => makeTokens(world.keyRing).random(),
      submit: (output, headers) =>
        browser.call('claimBootstrap', { body: { token: output, ...ADMINISTRATOR } }, headers),
    };
  },
};

const freezeLink: Door = {
  name: 'freeze link of a notice',
  endpoint: 'useFreezeLink',
  visitor: 'stranger',
  arrange: async ({ world, person }) => {
    const tokens = makeTokens(world.keyRing);
    const token = tokens.random();
    await world.database.transact('fact', (tx) =>
      tx.freezeTokens.insert({
        tokenHash: tokens.hash('freeze', token),
        userId: person.id,
        authenticatorId: undefined,
        about: 'method-added',
        expiresAt: new Date(world.clock.now().getTime() + 60 * 60_000),
      }),
    );
    const browser = world.browser();
    return {
      right: () => token,
      wrong: () => tokens.random(),
      submit: (output, headers) =>
        browser.call('useFreezeLink', { body: { token: output } }, headers),
    };
  },
};

const ADMINISTRATOR = {
  login: 'the-first',
  displayName: 'The First',
  email: 'the-first@example.org',
  password: 'a sentence that nobody else uses',
} as const;

/** Every way in that compares a secret. A new one goes here, and is walked by every test of this table. */
export const DOORS: readonly Door[] = [
  signInDoor('totp', undefined, async (visitor) => ofApp(visitor)),
  signInDoor('hardware-token', undefined, async ({ token }) => {
    assert.ok(token);
    return ofToken(token);
  }),
  signInDoor('text', 'mobile', async ({ world, person }) =>
    ofSentCode(await codeTexted(world, numberOf(person, 'mobile'))),
  ),
  signInDoor('spoken-code', 'alternate', async ({ world, person }) =>
    ofSentCode(await codeSpoken(world, numberOf(person, 'alternate'))),
  ),
  signInDoor('saved-recovery-code', undefined, async ({ person }, signIn) => ({
    right: () => person.recoveryCodes[(signIn.challenge?.codeNumber ?? 1) - 1],
    wrong: () => WRONG_RECOVERY_CODE,
  })),
  signInDoor('temporary-access-pass', undefined, async ({ pass }) => ({
    right: () => pass,
    wrong: () => WRONG_PASS,
  })),
  stepUp,
  verificationDoor,
  bindingDoor({ name: 'a new app, in a session', visitor: 'member', type: 'totp' }),
  bindingDoor({ name: 'a new phone, in a session', visitor: 'member', type: 'text' }),
  bindingDoor({ name: 'the first app, in a set-up', visitor: 'newcomer', type: 'totp' }),
  bindingDoor({ name: 'the first phone, in a set-up', visitor: 'newcomer', type: 'text' }),
  bindingDoor({
    name: 'a hardware token, in a session',
    visitor: 'member',
    type: 'hardware-token',
  }),
  passkeyStep,
  passkeyAlone,
  bindingDoor({ name: 'a new passkey, in a session', visitor: 'key-holder', type: 'passkey' }),
  bindingDoor({ name: 'the first passkey, in a set-up', visitor: 'newcomer', type: 'passkey' }),
  password,
  changePassword,
  resetLink,
  appPassword,
  bootstrap,
  freezeLink,
  ...HANDOVER_DOORS,
  hostCode,
  activation,
  numberOnPhone,
  callerNumber,
  // After that of the first administrator: it makes one.
  tokenOfOthers,
];

/** What a door answers to the right output. */
export const doorsOf = (visitor: Door['visitor']): readonly Door[] =>
  DOORS.filter((door) => door.visitor === visitor);
