import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeClient } from '@proofup/contract/client.ts';
import { makeStepUpClient } from './step-up-client.ts';

type Answer = readonly [status: number, body: unknown];

const problem = (code: string, status = 403): Answer => [status, { code, status }];

/** Answers in order, keeping what was asked. */
function stage(answers: readonly Answer[], proves = true) {
  const asked: string[] = [];
  const tokens: (string | null)[] = [];
  const left = [...answers];
  let token = 'old';
  let signedOut = 0;
  const client = makeStepUpClient({
    client: makeClient({
      csrfToken: () => token,
      fetch: async (path, init) => {
        asked.push(`${init?.method} ${typeof path === 'string' ? path : ''}`);
        tokens.push(new Headers(init?.headers).get('x-proofup-csrf'));
        const [status, body] = left.shift() ?? problem('internal_error', 500);
        return Response.json(body, { status });
      },
    }),
    prove: async () => proves,
    onSession: ({ csrfToken }) => {
      token = csrfToken;
    },
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  const save = () => client('setPreferredOption', { body: { optionId: 'o', device: 'phone' } });
  const look = () => client('getBinding', { params: { bindingId: 'b' } });
  return { save, look, asked, tokens, signedOut: () => signedOut };
}

const CHANGE = 'PUT /api/v1/security-info/preferred-option';

describe('makeStepUpClient', () => {
  it('has it proved, then makes the change with the new token', async () => {
    const { save, asked, tokens } = stage([
      problem('step_up_required'),
      [200, { csrfToken: 'step' }],
      [200, { csrfToken: 'new' }],
      [200, { methods: [] }],
    ]);
    assert.equal((await save()).kind, 'ok');
    assert.deepEqual(asked, [CHANGE, 'POST /api/v1/step-up', 'GET /api/v1/session', CHANGE]);
    assert.equal(tokens.at(-1), 'new');
  });

  it('leaves the change undone when the person would rather not', async () => {
    const { save, asked } = stage([problem('step_up_required'), [200, {}]], false);
    const result = await save();
    assert.equal(result.kind === 'problem' && result.problem.code, 'step_up_required');
    assert.equal(asked.filter((call) => call === CHANGE).length, 1);
  });

  it('says why the proof could not begin', async () => {
    const { save } = stage([problem('step_up_required'), problem('too_many_messages', 429)]);
    const result = await save();
    assert.equal(result.kind === 'problem' && result.problem.code, 'too_many_messages');
  });

  it('tells that the session is over', async () => {
    const { save, signedOut } = stage([problem('not_signed_in', 401)]);
    await save();
    assert.equal(signedOut(), 1);
  });

  it('interrupts nobody for what the page looks up by itself', async () => {
    const { look, asked } = stage([problem('step_up_required')]);
    assert.equal((await look()).kind, 'problem');
    assert.equal(asked.length, 1);
  });

  it('lets every other answer through', async () => {
    const { save, asked } = stage([problem('not_found', 404)]);
    assert.equal((await save()).kind, 'problem');
    assert.equal(asked.length, 1);
  });
});
