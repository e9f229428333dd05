import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeSealAudit } from '#audit/seal.ts';
import { writeHeadFile } from '#audit/head-file.ts';
import { keyRingText, saveKeyRing } from '#crypto/key-ring-file.ts';
import { auditKeysOf, makeKeyRing } from '#crypto/key-ring.ts';
import type { Database } from '#sql/open-database.ts';
import { COMMANDS } from './commands.ts';
import { type Bench, makeBench, openBench, runWith } from './testing/bench.ts';

const sum = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

const WHY = ['--reason', 'asked for at the desk'];

describe('command line', () => {
  it('every command has a summary, examples, exit codes and a word on each option', async () => {
    for (const { name, options } of COMMANDS) {
      const { exit, out } = await runWith(['help', ...name.split(' ')]);
      const text = out.join('\n');
      assert.equal(exit, 0);
      assert.match(text, /Examples:\n {2}proofup /);
      assert.match(text, /Exit codes:/);
      for (const option of Object.keys(options)) assert.ok(text.includes(`--${option}`), option);
      assert.deepEqual((await runWith([...name.split(' '), '--help'])).out, out);
    }
    const { out } = await runWith(['help']);
    for (const { name } of COMMANDS) assert.ok(out.some((line) => line.startsWith(`  ${name} `)));
  });

  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ['an unknown command', ['frobnicate']],
    ['half a command', ['user']],
    ['an unknown option', ['user', 'block', 'kim', '--hard', ...WHY]],
    ['an option without its value', ['user', 'block', 'kim', '--reason']],
    ['no reason', ['user', 'clear', 'kim']],
    ['a reason of two letters', ['user', 'clear', 'kim', '--reason', 'ab']],
    ['a reason with an escape', ['user', 'clear', 'kim', '--reason', 'lost \u001b[2J']],
    ['no login', ['user', 'clear', ...WHY]],
    ['one argument too many', ['user', 'clear', 'kim', 'sam', ...WHY]],
    ['a configuration that is not there', ['doctor', '--config', '/nowhere.json']],
    ['an escape in a command', ['\u001b[2J\nx']],
    ['a port that is a word', ['serve', '--simulator-port', 'xyz']],
    ['a port that there is not', ['serve', '--smtp-port', '99999999']],
  ];
  for (const [name, args] of wrong) {
    it(`L10 ${name} is one plain line, and exit 2`, async () => {
      const { exit, out, error } = await runWith(args);
      assert.deepEqual([exit, out.length, error.length], [2, 0, 1]);
      // oxlint-disable-next-line eslint/no-control-regex -- they are what must not be there
      assert.match(error[0] ?? '', /^proofup: [^\u0000-\u001f]+$/);
    });
  }
});

describe('commands on one installation', () => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench();
    assert.equal((await bench.run('migrate')).exit, 0);
  });
  after(() => bench.remove());

  it('L09 a new installation has no account', async () => {
    const database = await openBench(bench);
    assert.deepEqual(await database.stores.users.list(undefined, 10), []);
    await database.close();
  });

  it('L09 the bootstrap link is printed once, and not where there is an administrator', async () => {
    const { exit, out } = await bench.run('bootstrap-link');
    assert.equal(exit, 0);
    const token = /#([A-Za-z0-9_-]{43})$/.exec(out[0] ?? '')?.[1] ?? '';
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.ok(!(await readFile(bench.databaseFile)).includes(token));
    await bench.run('user', 'add', 'boss', '--name', 'Boss', '--owner', ...WHY);
    const again = await bench.run('bootstrap-link');
    assert.deepEqual([again.exit, again.out.length], [1, 0]);
  });

  it('adds, blocks, unblocks, clears, passes: what it prints is what it did', async () => {
    const added = await bench.run('user', 'add', 'kim', '--name', 'Kim Doe', ...WHY);
    assert.deepEqual([added.exit, added.out[0]], [0, 'kim was added (enabled)']);
    const expected: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['add', 'KIM', '--name', 'Kim'], 1, /belongs to somebody already/],
      [['state', 'Kim', 'enforced'], 0, /^kim: enabled -> enforced$/],
      [['state', 'kim', 'sometimes'], 2, /disabled, enabled, enforced/],
      [['set-role', 'kim', 'help-desk'], 0, /^kim: user -> help-desk; 0 sessions ended$/],
      [['set-role', 'kim', 'king'], 2, /user, help-desk, auditor, administrator/],
      [['set-role', 'kim', 'user'], 0, /^kim: help-desk -> user/],
      [['set-role', 'boss', 'user'], 1, /last owner/],
      [['block', ' KIM '], 0, /^kim is blocked until /],
      [['block', 'kim', '--days', '0'], 2, /1 to 3650/],
      [['unblock', 'kim'], 0, /^kim is no longer blocked/],
      [['pass', 'kim'], 0, /^pass for kim: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/],
      [['pass', 'kim', '--as', 'kim'], 1, /own account/],
      [['pass', 'kim', '--minutes', '481'], 2, /10 to 480/],
      [['clear', 'kim'], 0, /^kim: 1 methods removed/],
      [['revoke', 'kim'], 0, /^kim: 0 sessions ended$/],
      [['forget-browsers', 'kim'], 0, /^kim: 0 browsers ask for the second step again$/],
      [['delete-app-passwords', 'kim'], 0, /^kim: 0 app passwords deleted$/],
      [['password', 'kim'], 0, /^kim has a new password$/],
      [['set-email', 'kim', 'kim@example.org'], 0, /^kim has the mail address kim@example\.org$/],
      [['set-email', 'kim', 'kim@example.org'], 0, /already/],
      [['set-email', 'boss', 'KIM@example.org'], 1, /belongs to somebody else/],
      [['set-email', 'kim', 'no address'], 2, /must be a mail address/],
      [['clear', 'nobody'], 1, /there is no such account/],
      [['state', 'boss', 'disabled'], 1, /administrator keeps/],
    ];
    for (const [args, exit, line] of expected) {
      const answer = await bench.run('user', ...args, ...WHY);
      assert.deepEqual([args, answer.exit], [args, exit]);
      assert.match([...answer.out, ...answer.error][0] ?? '', line);
    }
  });

  it('takes a password from standard input, and refuses a weak one', async () => {
    const args = ['user', 'add', 'lee', '--name', 'Lee', '--password-stdin', ...WHY];
    const config = ['--config', bench.configFile];
    const weak = await runWith([...args, ...config], 'password\n');
    assert.equal(weak.exit, 1);
    const { exit, out } = await runWith([...args, ...config], 'three quiet rivers\n');
    assert.deepEqual([exit, out], [0, ['lee was added (enabled)']]);
  });

  it('U31 imports a file, passwords to a new private file', async () => {
    const file = path.join(bench.folder, 'people.csv');
    const passwords = path.join(bench.folder, 'passwords.csv');
    await writeFile(file, 'ira,Ira,,enabled\nbad line\nkim,Kim,,disabled\n');
    const { exit, out } = await bench.run('user', 'import', file, '--passwords', passwords, ...WHY);
    assert.equal(exit, 1);
    assert.deepEqual(out, [
      'line 1 ira: added',
      'line 2: NOT DONE: there must be four or five fields',
      'line 3 kim: enabled -> disabled',
      '1 added, 1 changed, 0 unchanged, 1 bad',
    ]);
    assert.equal((await stat(passwords)).mode & 0o777, 0o600);
    assert.match(await readFile(passwords, 'utf8'), /^login,password\n"ira",[0-9a-z-]{19}\n$/);
  });

  it('imports hardware tokens, and says of each bad line why; no key is printed', async () => {
    const file = path.join(bench.folder, 'tokens.csv');
    const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const lines = [`,CLI-1,${key},30,Maker,M1`, ',CLI-2,short,30,Maker,M1', `${key},30`];
    await writeFile(file, lines.join('\n'));
    const dry = await bench.run('token', 'import', file, '--dry-run', ...WHY);
    const { exit, out } = await bench.run('token', 'import', file, ...WHY);
    assert.equal(exit, 1);
    assert.deepEqual(out, [
      'line 1 CLI-1: added',
      'line 2 CLI-2: NOT DONE: the secret key is not Base32 of 128 bits or more',
      'line 3: NOT DONE: there must be six fields',
      '1 added, 0 changed, 0 unchanged, 2 bad',
    ]);
    assert.deepEqual(dry.out.slice(0, 3), out.slice(0, 3));
    assert.ok(![...out, ...dry.out].join().includes(key));
  });

  it('R28 backs up, and restores into an empty database with the same keys only', async () => {
    const file = path.join(bench.folder, 'backup.jsonl');
    assert.equal((await bench.run('backup', file)).exit, 0);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await bench.run('restore', file)).exit, 1);

    const elsewhere = await makeBench();
    const refused = await elsewhere.run('restore', file);
    assert.deepEqual([refused.exit, refused.error.length], [2, 1]);
    await elsewhere.remove();

    const again = await makeBench();
    await saveKeyRing(again.keyRingFile, bench.keyRing);
    const { exit, out, error } = await again.run('restore', file);
    assert.deepEqual([exit, error], [0, []], out.join());
    assert.match(
      out.at(-1) ?? '',
      /^Nobody is signed in: \d+ sessions and \d+ sign-ins were ended/,
    );
    const found = await again.run('user', 'revoke', 'kim', ...WHY);
    assert.equal(found.exit, 0);
    await again.remove();
  });

  it('L06 exports sealed records, one line of JSON each', async () => {
    const database = await openBench(bench);
    await sealIn(bench, database);
    await database.close();
    const { exit, out } = await bench.run('audit', 'export');
    assert.equal(exit, 0);
    const events = out.map((line): unknown => JSON.parse(line));
    assert.ok(events.length > 10);
    assert.ok(out.every((line) => !/[\r\n]/.test(line)));
  });

  it('doctor finds nothing wrong', async () => {
    const { exit, out } = await bench.run('doctor');
    assert.equal(exit, 0, out.join('\n'));
    assert.ok(out.every((line) => !line.startsWith('bad')));
  });
});

const sealIn = (bench: Bench, { transact }: Database): Promise<number> =>
  makeSealAudit({
    transact,
    keys: auditKeysOf(bench.keyRing),
    clock: () => new Date(),
    publishHead: (head) => writeHeadFile(path.join(bench.folder, 'head.json'), head),
  })();

const replaced = (name: string, key: string) => (text: string) =>
  text.replace(new RegExp(`"${name}": "[^"]*"`), `"${name}": "${key}"`);

describe('wrong keys', () => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench();
    await bench.run('migrate');
    await bench.run('user', 'add', 'kim', '--name', 'Kim', ...WHY);
  });
  after(() => bench.remove());

  const rings: Readonly<Record<string, (text: string) => string>> = {
    'another ring': () => keyRingText(makeKeyRing(new Date())),
    'an empty file': () => '',
    'an empty key': replaced('key', ''),
    'a short key': replaced('hashingKey', 'c2hvcnQ'),
    'the example key of the documentation': replaced(
      'key',
      'ZXhhbXBsZS1rZXktbmV2ZXItdXNlLXRoaXMtb25lLTE',
    ),
  };
  for (const [name, change] of Object.entries(rings)) {
    it(`L04 ${name} stops every start in one line, and the database stays as it is`, async () => {
      const text = await readFile(bench.keyRingFile, 'utf8');
      const sumBefore = await sum(bench.databaseFile);
      const names = await readdir(bench.folder);
      await writeFile(bench.keyRingFile, change(text));
      try {
        for (const command of [['serve'], ['migrate'], ['keys', 'status'], ['audit', 'verify']]) {
          const began = performance.now();
          const { exit, error } = await bench.run(...command);
          assert.ok(performance.now() - began < 5000);
          assert.deepEqual([exit, error.length], [2, 1], error.join('\n'));
          assert.match(error[0] ?? '', /^proofup: keyRingFile: /);
        }
        assert.equal(await sum(bench.databaseFile), sumBefore);
        assert.deepEqual(await readdir(bench.folder), names);
      } finally {
        await writeFile(bench.keyRingFile, text);
      }
    });
  }

  it('L04 the right ring starts again afterwards', async () => {
    assert.equal((await bench.run('keys', 'status')).exit, 0);
  });

  it('keys make never writes over a ring', async () => {
    const text = await readFile(bench.keyRingFile, 'utf8');
    assert.equal((await runWith(['keys', 'make', bench.keyRingFile])).exit, 1);
    assert.equal(await readFile(bench.keyRingFile, 'utf8'), text);
  });

  it('keys make makes no folder: one that is missing is refused in one line', async () => {
    const folder = path.join(path.dirname(bench.keyRingFile), 'mistyped');
    const refused = await runWith(['keys', 'make', path.join(folder, 'keys.json')]);
    assert.equal(refused.exit, 1);
    assert.equal(refused.error.length, 1);
    assert.ok(refused.error[0]?.includes(`there is no folder ${folder}`));
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });
});

describe('audit log of a file', () => {
  let bench: Bench;
  let copy = '';
  before(async () => {
    bench = await makeBench();
    await bench.run('migrate');
    for (const name of ['ann', 'bea', 'cal', 'dot', 'eve']) {
      await bench.run('user', 'add', name, '--name', name, ...WHY);
    }
    await seal();
    copy = path.join(bench.folder, 'copy.db');
    await copyFile(bench.databaseFile, copy);
  });
  after(() => bench.remove());

  const seal = async () => {
    const database = await openBench(bench);
    await sealIn(bench, database);
    await database.close();
  };
  const tamper = async (statement: string) => {
    const { DatabaseSync } = await import('node:sqlite');
    await copyFile(copy, bench.databaseFile);
    const db = new DatabaseSync(bench.databaseFile);
    db.exec(statement);
    db.close();
  };
  const head = () => path.join(bench.folder, 'head.json');

  it('L07 holds as it is', async () => {
    const { exit, out } = await bench.run('audit', 'verify', '--head', head());
    assert.deepEqual([exit, out[0]], [0, '5 records, nothing edited, deleted or reordered.']);
  });

  const tampered: readonly (readonly [string, string, number])[] = [
    ['an edit', "update audit_event set actor_id = 'mallory' where seq = 2", 2],
    ['a deletion in the middle', 'delete from audit_event where seq = 3', 3],
    ['a deletion of the last', 'delete from audit_event where seq = 5', 5],
    [
      'a reorder',
      'update audit_event set seq = -seq where seq in (2, 3); update audit_event set seq = 5 + seq where seq < 0',
      2,
    ],
    ['a deletion of all', 'delete from audit_event', 1],
    ['a head that is gone', 'delete from audit_head', 1],
  ];
  for (const [name, statement, position] of tampered) {
    it(`L07 finds ${name}, at record ${position}`, async () => {
      await tamper(statement);
      const { exit, error } = await bench.run('audit', 'verify');
      assert.equal(exit, 1);
      assert.match(error[0] ?? '', new RegExp(`broken at record ${position}:`));
    });
  }

  it('L07 finds a file that was rolled back, with the head that is kept elsewhere', async () => {
    await copyFile(copy, bench.databaseFile);
    await bench.run('user', 'block', 'ann', ...WHY);
    await seal();
    await copyFile(copy, bench.databaseFile);
    const { exit, error } = await bench.run('audit', 'verify', '--head', head());
    assert.equal(exit, 1);
    assert.match(error[0] ?? '', /broken at record 6: .*older than the head/);
  });
});
