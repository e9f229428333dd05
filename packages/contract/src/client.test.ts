import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeClient } from './client.ts';

const ask = (answer: () => Response) =>
  makeClient({ fetch: () => Promise.resolve(answer()), csrfToken: () => undefined })(
    'getConfiguration',
    {},
  );

describe('what came back', () => {
  it('is a problem where it has a code, also one that is newer than the page', async () => {
    const problem = { code: 'newer_than_this', correlationId: 'c', timestamp: 't' };
    const outcome = await ask(() => Response.json(problem, { status: 409 }));
    assert.deepEqual(outcome, { kind: 'problem', problem });
  });

  for (const [what, answer] of [
    ['without a code', () => Response.json({ message: 'upstream' }, { status: 503 })],
    ['with a number for a code', () => Response.json({ code: 503 }, { status: 503 })],
    ['of nothing', () => Response.json(null, { status: 503 })],
    ['in HTML', () => new Response('<h1>503</h1>', { status: 503 })],
  ] as const) {
    it(`is no answer of the server where a proxy speaks ${what}`, async () => {
      assert.deepEqual(await ask(answer), { kind: 'unreachable' });
    });
  }
});
