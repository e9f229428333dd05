import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { Database } from '../open-database.ts';
import { TABLES } from '../tables.ts';
import { addAuthenticator, addUser, newBinding, newMessage, newPhoneBinding } from './fixtures.ts';
import { forEachDatabase } from './open-store.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}

/** Every form in which a secret might lie in a dump. */
const formsOf = (secret: Buffer): readonly string[] =>
  [
    secret.toString('latin1'),
    secret.toString('hex'),
    secret.toString('base64').replace(/=+$/, ''),
    secret.toString('base64url'),
    base32(secret),
  ].flatMap((form) => [form, form.split('').toReversed().join('')]);

async function dump(database: Database): Promise<string> {
  let text = '';
  await database.engine.withSnapshot(async ({ pages }) => {
    for (const table of TABLES) {
      for await (const page of pages(table)) {
        for (const value of page.flatMap((row) => Object.values(row))) {
          text +=
            value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
          text += '\n';
        }
      }
    }
  });
  return text;
}

forEachDatabase('L01 a stolen database', ({ database, connection }) => {
  it('holds no secret in any form, at rest or half-way', async () => {
    const userId = await addUser(database());
    const [bound, pending] = [randomBytes(20), randomBytes(20)];
    const number = '+14255550123';
    const text = 'Your code is 483920';
    await addAuthenticator(database(), newBinding(userId, { secret: bound }));
    await addAuthenticator(database(), {
      ...newPhoneBinding(userId, number),
      numberHash: 'keyed hash',
    });
    const message = { kind: 'mail', to: 'eve@example.org', subject: 's', text } as const;
    await database().transact('fact', async (tx) => {
      await tx.bindings.insert(newBinding(userId, { secret: pending }));
      await tx.outbox.enqueue(newMessage(userId, { message }));
    });

    const at = connection();
    const places = [
      await dump(database()),
      ...(at.kind === 'sqlite'
        ? [readFileSync(at.file, 'latin1') + readFileSync(`${at.file}-wal`, 'latin1')]
        : []),
    ];
    const secrets = [bound, pending, ...[number, text].map((plain) => Buffer.from(plain))];
    for (const place of places) {
      assert.ok(place.includes(userId));
      for (const form of secrets.flatMap(formsOf)) assert.ok(!place.includes(form), form);
    }
  });
});
