// A program that has seen somebody's first factor hands them over to Proofup for the second one.
//   PROOFUP_URL=https://verify.example.org PROOFUP_KEY=proofup_… PORT=3000 node handover.mjs LOGIN PURPOSE
// The key needs the scope verification, and http://localhost:3000/verified among its return addresses.
// `npm run build` makes proofup-client.js (packages/client/dist): copy it beside this file.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { stdout } from 'node:process';
import { makeClient } from './proofup-client.js';

const { PROOFUP_URL: url = '', PROOFUP_KEY: key = '', PORT: port = '3000' } = process.env;
const [login = '', purpose = ''] = process.argv.slice(2);
const proofup = makeClient({ url, key });
const returnUrl = `http://localhost:${port}/verified`;

/** Which browser was handed over with which verification: only that one may come back with it. */
const handedOver = new Map();

const browserOf = ({ headers }) => /browser=([\w-]+)/.exec(headers.cookie ?? '')?.[1];

/** The first factor was seen: on to Proofup. */
async function handOver(request, response) {
  const clientAddress = request.socket.remoteAddress.replace('::ffff:', '');
  const body = { login, purpose, clientAddress, returnUrl };
  const begun = await proofup('beginHandover', { body });
  if (begun.kind !== 'ok') return refuse(response, begun.problem?.code ?? 'unreachable');
  const browser = randomUUID();
  handedOver.set(browser, begun.value.verificationId);
  // `Secure` as well, and the prefix `__Host-`, wherever it is not this machine.
  response.setHeader('set-cookie', `browser=${browser}; HttpOnly; SameSite=Lax; Path=/`);
  response.writeHead(303, { location: begun.value.url }).end();
}

/** Back from Proofup. The address says nothing by itself: the statement is read by the code in it. */
async function comeBack(request, response) {
  const { searchParams } = new URL(request.url, returnUrl);
  const verificationId = searchParams.get('verification') ?? '';
  const browser = browserOf(request);
  // Whoever sent somebody else to the link has not their browser.
  if (browser === undefined || handedOver.get(browser) !== verificationId) {
    return refuse(response, 'another browser was handed over');
  }
  handedOver.delete(browser);
  const code = searchParams.get('code');
  if (code === null) return refuse(response, searchParams.get('error') ?? 'not verified');
  const read = await proofup('readHandover', { params: { verificationId }, body: { code } });
  if (read.kind !== 'ok') return refuse(response, read.problem?.code ?? 'unreachable');
  const { user, method, strength } = read.value;
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${user.login} was verified by ${method} (${strength})\n`);
}

function refuse(response, why) {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}

createServer((request, response) => {
  const isBack = new URL(request.url, returnUrl).pathname === '/verified';
  void (isBack ? comeBack : handOver)(request, response);
}).listen(Number(port), '127.0.0.1', () => stdout.write(`http://localhost:${port}/\n`));
