import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { SIGN_IN_EVENTS_PATH } from '../../packages/contract/src/endpoints.ts';
import { Connection } from '../generator/connection.ts';
import { type Begun, makeBrowser, requestOf } from '../generator/person.ts';
import type { Account } from '../lib/accounts.ts';
import type { Figures } from '../lib/figures.ts';
import { spreadOf } from '../lib/numbers.ts';
import { type BenchPhone, makePhone } from '../lib/phone.ts';
import { freePort, type Server, type Stage, startServer } from '../lib/stage.ts';

const WARM_UP = 20;

/**
 * From a phone's answer leaving it until the page that waits has read over HTTP that it is approved. The
 * phone answers on another node than the page waits on, where there are two: on PostgreSQL.
 */
export async function measureTold(stage: Stage): Promise<Figures> {
  const { nodes, phones } = await startNodes(stage);
  const [first] = nodes;
  const count = WARM_UP + stage.scale.answers;
  await first.ask('load', { group: 'quick', count, usable: count });
  await first.ask('settle');
  const people = first.take('quick', count).map((number) => ({
    account: { group: 'quick', number } as const,
    phone: makePhone(),
  }));
  await first.ask(
    'addPhones',
    people.map(({ account, phone: { key } }) => ({ account, key })),
  );
  const connection = await Connection.open(first.port);
  const told: number[] = [];
  for (const person of people) {
    told.push(await tellOnce({ ...person, connection, port: first.port, phones }));
  }
  connection.close();
  for (const node of nodes) await node.stop();
  const { p50, p95 } = spreadOf(told.slice(WARM_UP));
  return {
    toldP50Ms: { value: p50, unit: 'ms', atMost: 100 },
    toldP95Ms: { value: p95, unit: 'ms', atMost: 100 },
  };
}

/** Where phones answer: the last node's port, and the address that all of them sign for. */
type Phones = { readonly port: number; readonly url: string };

async function startNodes(stage: Stage) {
  const keyRingFile = path.join(stage.store.folder, 'told-keys.json');
  const database = await stage.store.make();
  const start = async (url: string, port: number): Promise<Server> =>
    startServer(stage, database, { keyRingFile, phones: { port, url } });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const first = await start(url, port);
  if (stage.store.name === 'sqlite') return { nodes: [first] as const, phones: { port, url } };
  const other = await freePort();
  return { nodes: [first, await start(url, other)] as const, phones: { port: other, url } };
}

type Telling = {
  readonly account: Account;
  readonly phone: BenchPhone;
  readonly connection: Connection;
  readonly port: number;
  readonly phones: Phones;
};

async function tellOnce({ account, phone, connection, port, phones }: Telling): Promise<number> {
  const browser = makeBrowser(connection, port);
  const begun = await browser.begin(account);
  const page = await listen(begun, port);
  const answered = phone.approve(begun, phones);
  await page.heard;
  const { signInId } = begun;
  const view = await browser.call(begun, 'getSignIn', { params: { signInId } });
  const toldAt = performance.now();
  const { state } = JSON.parse(view).challenge;
  page.stop();
  if (state !== 'approved') throw new Error(`told of ${state}`);
  return toldAt - (await answered);
}

/** The stream that the page keeps open. */
async function listen({ account, cookie, signInId }: Begun, port: number) {
  const socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
  await once(socket, 'connect');
  const target = { method: 'GET', path: SIGN_IN_EVENTS_PATH } as const;
  socket.write(requestOf(port, target, { account, cookie, params: { signInId } }));
  const [open, heard] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  socket.on('data', (text: string) => {
    if (text.includes('retry:')) open.resolve();
    if (text.includes('event: changed')) heard.resolve();
  });
  await open.promise;
  return { heard: heard.promise, stop: () => socket.destroy() };
}
