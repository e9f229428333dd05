import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { auditKeysOf, makeKeyRing } from '#crypto/key-ring.ts';
import { auditLine } from './audit-line.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { hashOf } from './chain.ts';
import type { AuditRow } from './ports.ts';
import { makeSealAudit } from './seal.ts';
import { makeMemoryChain, rowsOf, testPersonalHash } from './testing/memory-chain.ts';
import { makeVerifyAudit } from './verify.ts';

const keys = auditKeysOf(makeKeyRing(new Date(0)));

function installation() {
  const { state, store } = makeMemoryChain();
  const published: unknown[] = [];
  const seal = makeSealAudit({
    transact: (_kind, work) => work({ auditChain: store }),
    keys,
    clock: () => new Date(1_700_000_100_000),
    publishHead: async (head) => {
      published.push(head);
    },
  });
  const verify = makeVerifyAudit({
    chain: store,
    publicKey: keys.publicKey,
    isPersonalOf: (hash, { salt, personal }) =>
      personal === undefined || testPersonalHash(salt, personal) === hash,
  });
  return { state, store, published, seal, verify };
}

async function sealed(n: number) {
  const all = installation();
  all.state.rows.push(...rowsOf(n));
  await all.seal();
  return all;
}

type Installation = ReturnType<typeof installation>;

const changeAt = (
  { state }: Installation,
  seq: number,
  change: (row: AuditRow) => AuditRow,
): void => {
  state.rows = state.rows.map((row) => (row.seq === seq ? change(row) : row));
};

const remove = ({ state }: Installation, seq: number): void => {
  state.rows = state.rows.filter((row) => row.seq !== seq);
};

describe('audit chain', () => {
  it('L07 finds nothing wrong where nothing is', async () => {
    const all = await sealed(1203);
    const verdict = await all.verify(all.state.head);
    assert.deepEqual(verdict, { kind: 'intact', records: 1203, head: all.state.head });
    assert.equal(all.published.length, 3);
    assert.equal(await all.seal(), 0);
  });

  it('L07 seals what comes later onto what was sealed', async () => {
    const all = await sealed(3);
    all.state.rows.push(...rowsOf(4, 3));
    assert.equal(await all.seal(), 4);
    assert.equal((await all.verify()).kind, 'intact');
  });

  it('L07 two workers seal each record once', async () => {
    const all = installation();
    all.state.rows.push(...rowsOf(40));
    await Promise.all([all.seal(), all.seal()]);
    assert.deepEqual(
      all.state.rows.map(({ seq }) => seq),
      rowsOf(40).map((_, index) => index + 1),
    );
    assert.equal((await all.verify()).kind, 'intact');
  });

  it('L07 finds an edit', async () => {
    const all = await sealed(20);
    changeAt(all, 7, (row) => ({ ...row, outcome: 'success' }));
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'edited', position: 7 });
  });

  it('L07 finds an edit whose hash was made again', async () => {
    const all = await sealed(20);
    changeAt(all, 7, (row) => {
      const edited = { ...row, reason: 'nothing' };
      return { ...edited, hash: hashOf(edited, { seq: 7, prevHash: row.prevHash ?? '' }) };
    });
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'edited', position: 7 });
  });

  it('L07 finds an edit of the last record whose hash was made again', async () => {
    const all = await sealed(20);
    changeAt(all, 20, (row) => {
      const edited = { ...row, reason: 'nothing' };
      return { ...edited, hash: hashOf(edited, { seq: 20, prevHash: row.prevHash ?? '' }) };
    });
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'edited', position: 20 });
  });

  it('L07 finds changed personal fields, and erased ones still verify', async () => {
    const all = await sealed(20);
    changeAt(all, 3, (row) => ({ ...row, personal: undefined }));
    assert.equal((await all.verify()).kind, 'intact');
    changeAt(all, 9, (row) => ({ ...row, personal: { address: '192.0.2.1' } }));
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'edited', position: 9 });
  });

  it('L07 finds a deletion in the middle, also when the rest closed the gap', async () => {
    const all = await sealed(20);
    remove(all, 11);
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'deleted', position: 11 });
    all.state.rows = all.state.rows.map((row) =>
      (row.seq ?? 0) > 11 ? { ...row, seq: (row.seq ?? 0) - 1 } : row,
    );
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'moved', position: 11 });
  });

  it('L07 finds the deletion of the last records', async () => {
    const all = await sealed(20);
    remove(all, 20);
    remove(all, 19);
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'truncated', position: 19 });
  });

  it('L07 finds the deletion of all records', async () => {
    const all = await sealed(20);
    all.state.rows = [];
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'truncated', position: 1 });
  });

  it('L07 finds a reorder', async () => {
    const all = await sealed(20);
    all.state.rows = all.state.rows.map((row) =>
      row.seq === 5 || row.seq === 6 ? { ...row, seq: 11 - row.seq } : row,
    );
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'moved', position: 5 });
  });

  it('L07 finds records that another key sealed', async () => {
    const all = await sealed(5);
    const head = all.state.head;
    const stranger = auditKeysOf(makeKeyRing(new Date(0)));
    all.state.rows.push(...rowsOf(2, 5));
    await makeSealAudit({
      transact: (_kind, work) => work({ auditChain: all.store }),
      keys: { ...keys, privateKey: stranger.privateKey },
      clock: () => new Date(0),
      publishHead: async () => {},
    })();
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'head-forged', position: 7 });
    all.state.head = head;
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'added', position: 6 });
  });

  it('L07 seals nothing onto a chain whose hashes somebody made again', async () => {
    const all = await sealed(20);
    const { head } = all.state;
    assert.ok(head);
    let hash = '';
    for (let seq = 7; seq <= 20; seq += 1) {
      changeAt(all, seq, (row) => {
        const edited = seq === 7 ? { ...row, reason: 'nothing' } : { ...row, prevHash: hash };
        hash = hashOf(edited, { seq, prevHash: edited.prevHash ?? '' });
        return { ...edited, hash };
      });
    }
    all.state.head = { ...head, hash };
    all.state.rows.push(...rowsOf(2, 20));
    await assert.rejects(all.seal());
    assert.deepEqual(await all.verify(), { kind: 'broken', fault: 'head-forged', position: 20 });
  });

  it('L07 finds a database that was rolled back, with the head that was kept elsewhere', async () => {
    const all = await sealed(5);
    const old = { rows: [...all.state.rows], head: all.state.head };
    all.state.rows.push(...rowsOf(3, 5));
    await all.seal();
    const kept = all.state.head;
    Object.assign(all.state, old);
    assert.equal((await all.verify()).kind, 'intact');
    assert.deepEqual(await all.verify(kept), { kind: 'broken', fault: 'rolled-back', position: 6 });
    all.state.rows.push(...rowsOf(3, 9));
    await all.seal();
    assert.deepEqual(await all.verify(kept), { kind: 'broken', fault: 'edited', position: 8 });
  });

  it('L07 finds any change of any field of any record', async () => {
    const all = await sealed(12);
    const intact = all.state.rows;
    const fields = [
      'id',
      'outcome',
      'reason',
      'node',
      'prevHash',
      'hash',
      'personalHash',
    ] as const satisfies readonly (keyof AuditRow)[];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...fields),
        fc.string({ minLength: 1 }),
        async (seq, field, suffix) => {
          changeAt(all, seq, (row) => ({
            ...row,
            [field]: `${row[field] ?? ''}${suffix}`,
          }));
          const verdict = await all.verify();
          all.state.rows = intact;
          assert.equal(verdict.kind, 'broken');
          assert.equal(verdict.position, seq);
        },
      ),
      { numRuns: 200 },
    );
  });
});

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
})).value;

function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: Json) => reversed(inner));
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner ?? null)]),
  );
}

describe('canonicalJson', () => {
  it('writes one text for one value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(reversed(value)), text);
      }),
    );
  });

  it('sorts by UTF-16 code units and leaves undefined out (RFC 8785)', () => {
    const value = { '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude02': 4, '\ufb33': 5, a: undefined };
    const sorted = '{"\\r":2,"1":3,"\u20ac":1,"\ud83d\ude02":4,"\ufb33":5}';
    assert.equal(canonicalJson(value), sorted);
  });
});

describe('auditLine', () => {
  it('L06 one event is one line of valid JSON, whatever is in it', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\r', '\n', '\u001b', '\0', '\u2028', '\u2029', '\u0085', '\u009b', '"'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(hostile, (typed) => {
        const [row] = rowsOf(1);
        assert.ok(row);
        const line = auditLine({ ...row, detail: { typed }, personal: { userAgent: typed } });
        // oxlint-disable-next-line eslint/no-control-regex -- they are what must not be there
        assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        const parsed: unknown = JSON.parse(line);
        assert.ok(typeof parsed === 'object' && parsed !== null && 'detail' in parsed);
        assert.deepEqual(parsed.detail, JSON.parse(JSON.stringify({ typed })));
      }),
    );
  });
});
