import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { Door } from './door.ts';
import { makeHostVisitor } from './forward-auth/host-visitor.ts';
import { WIKI } from './forward-auth/hosts.ts';
import { CALLBACK, discover, fetchFrom, open, register, submit } from './oidc/peer.ts';
import type { Answer } from './world/browser.ts';

const answerOf = (
  status: number,
  text: string,
  headers: Answer<unknown>['headers'] = {},
): Answer<unknown> => ({
  status,
  text,
  value: undefined,
  problem: undefined,
  headers,
  setCookies: [],
});

/** A host behind a proxy takes it once, from the browser that asked. */
export const hostCode: Door = {
  name: 'one-use code of a host behind a proxy',
  endpoint: undefined,
  takes: 200,
  visitor: 'stranger',
  refuses: 403,
  arrange: async ({ world, browser }) => {
    const visitor = makeHostVisitor(world, WIKI);
    const right = await visitor.codeFor(browser);
    return {
      right: () => right,
      wrong: () => `/.proofup/callback?code=${makeTokens(world.keyRing).random()}`,
      submit: async (output, headers) => {
        const { status, text, ...said } = await visitor.ask(String(output), {
          ...(headers && { headers }),
        });
        // Its yes is to send on.
        return answerOf(status === 302 ? 200 : status, text, said.headers);
      },
    };
  },
};

/** The introspection endpoint says 200 about any token to an application that is itself. */
const clientSecret: Door = {
  name: 'client secret of an application',
  endpoint: undefined,
  takes: 200,
  visitor: 'stranger',
  arrange: async ({ world }) => {
    const { clientId, secret } = await register(world);
    return {
      right: () => secret,
      wrong: () => makeTokens(world.keyRing).random(),
      submit: async (output, headers) => {
        const response = await fetchFrom(world)(`${world.publicUrl}/oidc/introspect`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            authorization: `Basic ${Buffer.from(`${clientId}:${String(output)}`).toString('base64')}`,
            'content-type': 'application/x-www-form-urlencoded',
            ...headers,
          },
          body: new URLSearchParams({ token: 'x' }),
        });
        return answerOf(
          response.status,
          await response.text(),
          Object.fromEntries(response.headers),
        );
      },
    };
  },
};

const WRONG_USER_CODE = 'BBBBB-BBBBB';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** The page that asks for it is shown again where it was wrong. */
const userCode: Door = {
  name: 'code of a device',
  endpoint: undefined,
  takes: 201,
  visitor: 'stranger',
  arrange: async ({ world }) => {
    const metadata = { redirectUris: [CALLBACK], grantTypes: [DEVICE_GRANT] } as const;
    const config = await discover(world, await register(world, { metadata }));
    const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    const browser = world.browser();
    return {
      right: () => begun.user_code,
      wrong: () => WRONG_USER_CODE,
      submit: async (output, headers) => {
        const page = await open(browser, '/oidc/device');
        const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
        const fields = { xsrf, user_code: String(output) };
        const given = await submit(browser, '/oidc/device', {
          fields,
          ...(headers && { headers }),
        });
        // The form's own secret is in a cookie that says nothing of who it is (own-session.ts).
        const setCookies = given.setCookies.filter((cookie) => !/^proofup-\d+-oidc=/.test(cookie));
        const answer = { ...given, setCookies };
        const isTaken = answer.status === 200 && /<h1>Connect Wiki/.test(answer.text);
        // What the library says to people says nothing in its status.
        return isTaken ? { ...answer, status: 201 } : { ...answer, status: wrongOr(answer) };
      },
    };
  },
};

function wrongOr({ status, text }: Answer<unknown>): number {
  if (status !== 200) return status;
  assert.match(text, /This code is wrong/);
  return 401;
}

/** Of the OpenID Provider, whose library answers; codes of devices have a budget of their own besides (J13). */
export const PROTOCOL_DOORS: readonly Door[] = [clientSecret, userCode];
