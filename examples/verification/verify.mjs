// A program that has seen somebody's first factor itself asks for the second one.
//   PROOFUP_URL=https://verify.example.org PROOFUP_KEY=proofup_… node verify.mjs LOGIN PURPOSE CLIENT_ADDRESS
// `npm run build` makes proofup-client.js (packages/client/dist): copy it beside this file.
import { randomUUID } from 'node:crypto';
import { stderr, stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { makeClient } from './proofup-client.js';

const { PROOFUP_URL: url = '', PROOFUP_KEY: key = '' } = process.env;
const [login = '', purpose = '', clientAddress = ''] = process.argv.slice(2);
const proofup = makeClient({ url, key });
const lines = createInterface({ input: stdin, output: stderr });

/** The value of an answer; what is refused ends the program. */
function valueOf(result) {
  if (result.kind === 'ok') return result.value;
  const why = result.kind === 'problem' ? result.problem.code : 'unreachable';
  stderr.write(`refused: ${why}\n`);
  process.exit(1);
}

/** Typed here, or answered on a phone: then it is waited for. */
async function prove({ id, challenge }) {
  const params = { verificationId: id };
  if (challenge.option.type !== 'push' && challenge.option.type !== 'call') {
    const output = await lines.question(`The code (${challenge.option.masked ?? 'of the app'}): `);
    const body = { challengeId: challenge.id, output };
    return valueOf(await proofup('verifyVerification', { params, body }));
  }
  if (challenge.number !== undefined) stderr.write(`Type ${challenge.number} on your phone\n`);
  let now;
  do {
    now = valueOf(await proofup('getVerification', { params, query: { wait: '25' } }));
  } while (now.state === 'waiting' && now.challenge?.state === 'live');
  return now;
}

const body = { login, purpose, clientAddress };
// Asked again after a broken connection, it is still one request, and one message.
const begun = valueOf(await proofup('beginVerification', { body, idempotencyKey: randomUUID() }));
await prove(begun);
const params = { verificationId: begun.id };
const statement = valueOf(await proofup('readVerification', { params }));
stdout.write(`${JSON.stringify(statement)}\n`);
lines.close();
