import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { exportAudit } from '#audit/export.ts';
import { readHeadFile } from '#audit/head-file.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { type Fault, makeVerifyAudit } from '#audit/verify.ts';
import { auditKeysOf } from '#crypto/key-ring.ts';
import { isPersonalOf } from '#crypto/personal-hash.ts';
import { done, misuse, refuse } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, EXIT, type Exit } from './command.ts';
import { type Installation, operatorName, withInstallation } from './installation.ts';

const FAULTS: Readonly<Record<Fault, string>> = {
  edited: 'the record, or its personal fields, is not what was sealed',
  deleted: 'the record is gone',
  moved: 'the record stands where it was not sealed: some were reordered, or one before is gone',
  truncated: 'the records from here to the end are gone',
  added: 'the records from here on were not sealed with the key of this installation',
  'start-forged': 'what came before is said to be summarised, and this installation did not do it',
  'head-forged': 'the head is not signed with the key of this installation',
  'rolled-back': 'the database is older than the head that was kept elsewhere',
};

const record = (
  { database }: Installation,
  event: Pick<AuditRecord, 'event' | 'outcome' | 'reason' | 'detail'>,
) =>
  database.transact('fact', ({ audit }) =>
    audit.append([{ ...event, actor: { type: 'operator', id: operatorName() } }], new Date()),
  );

const MANY = 1000;

/** What is not sealed yet can be changed unseen: with a running server that is a second's worth. */
const waitingLine = (waiting: number): string =>
  `${waiting === MANY ? 'At least ' : ''}${waiting} records wait to be sealed by a running server.`;

async function verify(call: Call, installation: Installation): Promise<Exit> {
  const { config, keyRing, database } = installation;
  const file = call.values['head'] ?? config.auditHeadFile;
  const trusted = file === undefined ? undefined : await readHeadFile(file);
  if (call.values['head'] !== undefined && trusted === undefined) {
    return misuse(call, '--head names no file with a head of the audit log');
  }
  const verifyAudit = makeVerifyAudit({
    chain: database.stores.auditChain,
    publicKey: auditKeysOf(keyRing).publicKey,
    start: () => database.stores.auditRetention.start(),
    isPersonalOf,
  });
  const verdict = await verifyAudit(trusted);
  if (verdict.kind === 'broken') {
    const { fault, position } = verdict;
    const detail = { position };
    await record(installation, {
      event: 'audit.broken',
      outcome: 'failure',
      reason: fault,
      detail,
    });
    return refuse(call, `the audit log is broken at record ${position}: ${FAULTS[fault]}`);
  }
  const waiting = (await database.stores.auditChain.listUnsealed(MANY)).length;
  const detail = { records: verdict.records, waiting };
  await record(installation, { event: 'audit.verified', outcome: 'success', detail });
  return done(
    call,
    `${verdict.records} records, nothing edited, deleted or reordered.`,
    ...(waiting === 0 ? [] : [waitingLine(waiting)]),
    trusted === undefined
      ? 'Without a head that is kept elsewhere (auditHeadFile, --head) a rolled-back database looks intact.'
      : `At least as new as the head that was kept elsewhere (record ${trusted.seq}).`,
  );
}

const verifyCommand: Command = {
  name: 'audit verify',
  summary: 'Find any edit, deletion, reorder or cut in the audit log',
  arguments: [],
  options: {
    head: {
      value: 'FILE',
      help: 'a head that was kept elsewhere: also finds a rolled-back database',
    },
    ...CONFIG_OPTION,
  },
  examples: ['proofup audit verify', 'proofup audit verify --head /mnt/elsewhere/audit-head.json'],
  run: (call) => withInstallation(call, (installation) => verify(call, installation)),
};

const exportCommand: Command = {
  name: 'audit export',
  summary: 'Write the sealed audit log as lines of JSON',
  arguments: [],
  options: {
    after: { value: 'SEQ', help: 'only what was sealed after this record' },
    out: { value: 'FILE', help: 'a new file, readable by you alone, instead of standard output' },
    ...CONFIG_OPTION,
  },
  examples: ['proofup audit export --after 12000 --out audit.jsonl'],
  run: (call) => {
    const after = call.values['after'] ?? '0';
    if (!/^[0-9]{1,15}$/.test(after)) return Promise.resolve(misuse(call, '--after: a number'));
    return withInstallation(call, async (installation) => {
      const { database } = installation;
      const write = await writerFor(call);
      // Addresses of people are in it: who read them stands in the log as well (L08).
      const detail = { action: 'audit_exported', after: Number(after) };
      await record(installation, { event: 'authz_admin', outcome: 'success', detail });
      for await (const line of exportAudit(database.stores.auditChain, Number(after))) {
        await write(line);
      }
      await write(undefined);
      return EXIT.done;
    });
  },
};

const countsCommand: Command = {
  name: 'audit counts',
  summary: 'What happened on days whose records are gone: how often each',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup audit counts'],
  run: (call) =>
    withInstallation(call, async ({ database }) => {
      const counts = await database.stores.auditRetention.listCounts();
      const lines = counts.map(({ day, event, outcome, count }) =>
        [day, event, outcome, count].join(' '),
      );
      return done(call, ...lines, `${counts.length} lines.`);
    }),
};

type Write = (line: string | undefined) => Promise<void>;

/** Waits for a slow disk instead of holding the whole log in memory; undefined ends it. */
async function writerFor({ values, io }: Call): Promise<Write> {
  const file = values['out'];
  if (file === undefined) {
    return async (line) => {
      if (line !== undefined) io.out(line);
    };
  }
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(stream, 'open');
  return async (line) => {
    if (line === undefined) {
      stream.end();
      await once(stream, 'close');
    } else if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  };
}

export const AUDIT_COMMANDS: readonly Command[] = [verifyCommand, exportCommand, countsCommand];
