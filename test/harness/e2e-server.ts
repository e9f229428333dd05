import { handOver } from './world/handover.ts';
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { createSimulator, type Simulator } from '../../apps/phone-simulator/src/simulator.ts';
import {
  standardTotp,
  timeStepAt,
  totpAt,
} from '../../apps/server/src/authenticators/totp/totp.ts';
import type { CaseId } from '../../apps/server/src/domain/ids.ts';
import type { RelyingParty } from '../../apps/server/src/relying-parties/ports.ts';
import {
  acceptAnswer,
  type Answered,
  type EntraPerson,
  type EntraStandIn,
  makeEntraPerson,
  startEntra,
} from './entra/stand-in.ts';
import { startExamples } from './oidc/examples.ts';
import { newCase } from '../../apps/server/src/sql/testing/fixtures.ts';
import { askFor, connect, readProvider } from './entra/visit.ts';
import { fillAlerts, fillBlocks, fillImports, removeTarget } from './long-lists.ts';
import type { StoreUnderTest } from './for-each-store.ts';
import { administrationOf, ORDER, orderAppPassword, orderPassword } from './world/order.ts';
import type { Person, PersonWanted } from './world/person.ts';
import { makeWorld, type World } from './world/world.ts';

/**
 * A whole installation in a process of its own, for the browser tests: `node e2e-server.ts` prints
 * one line of JSON (`Addresses`) and ends when its input does. The control takes `{ name, args }`.
 */
export type Addresses = {
  /** Of the installation. */
  readonly url: string;
  /** The app on people's phones. */
  readonly authenticatorUrl: string;
  /** The page of phones. */
  readonly phonesUrl: string;
  readonly controlUrl: string;
  /** Of the example applications, which are other sites than the installation. */
  readonly officeUrl: string;
  readonly cloudUrl: string;
};

/** What survives the way through JSON. */
export type PersonInHand = Pick<Person, 'id' | 'login' | 'email' | 'password' | 'recoveryCodes'>;

/** Real-sized enough to answer a call in a browser, short enough not to wait for one. */
const SECOND_MS = 200;

const ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'a-token-of-the-tests-only',
} as const;

const store: StoreUnderTest = {
  name: 'sqlite',
  make: async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-e2e-'));
    return {
      connection: { kind: 'sqlite', file: path.join(folder, 'proofup.db') },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

/** A simulator that speaks slower than that of tests without a browser, and whose page has an address. */
const startWorld = ({ url, smtpPort }: Simulator): Promise<World> =>
  makeWorld(store, {
    listening: true,
    config: {
      carrier: {
        ...ACCOUNT,
        baseUrl: url,
        textFrom: '+15005550106',
        callFrom: '+15005550106',
        machineDetection: false,
      },
      smtp: {
        host: '127.0.0.1',
        port: smtpPort,
        secure: false,
        from: 'Proofup <proofup@example.org>',
      },
    },
  });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(printed: string): Uint8Array {
  const bits = printed
    .replaceAll(/\s/g, '')
    .split('')
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

function makeControl(world: World, { control: phones }: Simulator, entra: EntraStandIn) {
  const people = new Map<string, Person>();
  return {
    person: async (wanted: PersonWanted): Promise<PersonInHand> => {
      const person = await world.person(wanted);
      people.set(person.login, person);
      const { id, login, email, password, recoveryCodes } = person;
      return { id, login, email, password, recoveryCodes };
    },
    /** The password that an administrator gives the person. */
    orderPassword: async (login: string): Promise<string> => {
      const person = people.get(login);
      if (person === undefined) throw new Error(`nobody is called ${login}`);
      return orderPassword(world, person);
    },
    /** What the person's first app shows. */
    code: (login: string): string => people.get(login)?.code() ?? '',
    /** What an app shows that was given this key by hand, as a page prints it (RFC 4648 section 6). */
    codeForKey: (printed: string): string => {
      const parameters = standardTotp(fromBase32(printed));
      return totpAt(timeStepAt(world.clock.now(), parameters), parameters);
    },
    ...accountControl(world, people),
    advance: (milliseconds: number): void => world.clock.advance(milliseconds),
    /** Requests for help, all of one moment. */
    openCases: (count: number): Promise<string[]> =>
      world.database.transact('fact', async ({ cases }) => {
        const createdAt = world.clock.now();
        const made = Array.from({ length: count }, () => newCase({ createdAt }));
        for (const one of made) await cases.open(one);
        return made.map(({ id }) => id);
      }),
    /** Out of the way of other tests: closed before all that they close. */
    closeCases: (ids: readonly string[]): Promise<void> =>
      world.database.transact('fact', async ({ cases }) => {
        const how = { outcome: 'solved', by: 'test', reason: 'a test' } as const;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as they were given out
        for (const id of ids) await cases.close(id as CaseId, how, new Date(0));
      }),
    ...listControl(world, people),
    /** Whatever was recorded about a person, oldest first. */
    audit: async (personId: string) =>
      (await world.audit())
        .filter(({ actor, target }) => actor?.id === personId || target?.id === personId)
        .map(({ event, outcome, reason }) => ({ event, outcome, reason })),
    stateOf: async (personId: string): Promise<string | undefined> => {
      const { users } = world.database.stores;
      const found = [...people.values()].find(({ id }) => id === personId);
      return found && (await users.find(found.id))?.state;
    },
    ...entraControl(world, entra),
    ...phones,
  };
}

/** More entries of a list than a page has. */
function listControl(world: World, people: ReadonlyMap<string, Person>) {
  const called = (login: string): Person => {
    const person = people.get(login);
    if (person === undefined) throw new Error(`there is no ${login}`);
    return person;
  };
  return {
    fillAlerts: (login: string, count: number) => fillAlerts(world, called(login), count),
    removeTarget: (id: string) => removeTarget(world, id),
    fillImports: (login: string, count: number) => fillImports(world, called(login), count),
    fillBlocks: (login: string, count: number) => fillBlocks(world, called(login), count),
  };
}

/** What an operator or a server of the organisation does with an account. */
function accountControl(world: World, people: ReadonlyMap<string, Person>) {
  return {
    /** What a mail server is answered about a password of a program: the status. */
    verifyAppPassword: async (login: string, password: string): Promise<number> => {
      const body = { login, password, clientAddress: '192.0.2.25' };
      return (await world.browser().call('verifyAppPassword', { body })).status;
    },
    /** So many more, straight into the store; how many there are then. */
    fillAppPasswords: async (login: string, count: number): Promise<number> => {
      const person = people.get(login);
      if (person === undefined) throw new Error(`there is no ${login}`);
      for (let n = 0; n < count; n += 1) await orderAppPassword(world, person);
      return (await world.database.stores.appPasswords.list(person.id)).length;
    },
    /** What the command line does, by its own operations. */
    administer: async (
      what: 'clear' | 'delete-app-passwords' | 'forget-browsers',
      login: string,
    ) => {
      const person = people.get(login);
      if (person === undefined) throw new Error(`there is no ${login}`);
      const administration = administrationOf(world);
      const orders = {
        clear: () =>
          administration.clearMethods({ userId: person.id, registration: 'password' }, ORDER),
        'delete-app-passwords': () => administration.deleteAppPasswords(person.id, ORDER),
        'forget-browsers': () => administration.forgetBrowsers(person.id, ORDER),
      };
      return (await orders[what]()).kind;
    },
  };
}

/** What Entra does, and makes of what it is answered. */
function entraControl(world: World, entra: EntraStandIn) {
  const forms = new Map<string, { form: URLSearchParams; there: EntraPerson }>();
  return {
    /** A tenant of Entra that is connected, with somebody of this name in it; the form that Entra makes. */
    entraForm: async (login: string, settings: Partial<RelyingParty> = {}) => {
      const connected = await connect(world, entra, settings);
      const there = makeEntraPerson(login);
      const form = await askFor(connected, there);
      forms.set(login, { form, there });
      return { fields: Object.fromEntries(form), name: connected.party.name };
    },
    /** A program hands this person over: the link, and where the browser comes back to. */
    handOver: (login: string, more: Readonly<Record<string, unknown>> = {}) =>
      handOver(world, { login }, more),
    /** What Entra makes of what was posted to it; the claims, or why not. */
    entraAccepts: async (login: string, answered: Answered) => {
      const asked = forms.get(login);
      if (asked === undefined) throw new Error(`Entra asked nothing about ${login}`);
      const provider = await readProvider(world.browser());
      const { form, there: person } = asked;
      const now = world.clock.now();
      return acceptAnswer({ ...provider, answered, form, person, now });
    },
  };
}

export type Control = ReturnType<typeof makeControl>;

type Asked = { readonly name: string; readonly args: readonly unknown[] };

async function answer(control: Control, request: IncomingMessage, response: ServerResponse) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the tests' client asks
  const { name, args } = (await json(request)) as Asked;
  const method: unknown = new Map<string, unknown>(Object.entries(control)).get(name);
  if (typeof method !== 'function') throw new Error(`there is no ${name}`);
  const value: unknown = await Reflect.apply(method, undefined, args);
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value ?? null));
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

const simulator = await createSimulator({ ...ACCOUNT, port: 0, smtpPort: 0, secondMs: SECOND_MS });
const entra = await startEntra();
const world = await startWorld(simulator);
// A page's countdowns follow the Date header, and so the clock that the tests move.
subscribe('http.server.request.start', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Node says on this channel
  const { request, response } = message as Exchange;
  // The library of the provider takes the time, and so how long its cookies live, from the machine.
  if (request.url?.startsWith('/oidc') === true) return;
  response.setHeader('date', world.clock.now().toUTCString());
});
const examples = await startExamples(world);
const control = makeControl(world, simulator, entra);
const door = createServer((request, response) => {
  answer(control, request, response).catch((error: unknown) => {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error));
  });
});
door.listen(0, '127.0.0.1', () => {
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const addresses: Addresses = {
    url: world.publicUrl,
    authenticatorUrl: world.authenticatorUrl,
    phonesUrl: simulator.url,
    controlUrl: `http://127.0.0.1:${address.port}`,
    officeUrl: examples.urls.office,
    cloudUrl: examples.urls.cloud,
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
});

let stopping: Promise<void> | undefined;

async function stop(): Promise<void> {
  door.close();
  door.closeAllConnections();
  await examples.close();
  await world.close();
  await simulator.close();
  await entra.close();
  process.exit(0);
}
const stopOnce = (): void => {
  stopping ??= stop();
};
process.stdin.resume().once('end', stopOnce);
// An interrupted run: the terminal tells every process, and the browser's end follows.
process.on('SIGINT', stopOnce).on('SIGTERM', stopOnce);
