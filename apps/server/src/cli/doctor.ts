import { assertKeyRingFits } from '#crypto/key-check.ts';
import { loadKeyRing } from '#crypto/key-ring-file.ts';
import type { Config } from '#config/config.ts';
import type { KeyRing } from '#crypto/key-ring.ts';
import { hasSchema } from '#sql/has-schema.ts';
import type { Database } from '#sql/open-database.ts';
import { type Call, type Command, CONFIG_OPTION, EXIT, type Exit } from './command.ts';
import { explainError } from './explain-error.ts';
import { openWith, withConfig } from './installation.ts';

/** `note`: works, but somebody should know. */
type Finding = { readonly kind: 'good' | 'note' | 'bad'; readonly text: string };

const good = (text: string): Finding => ({ kind: 'good', text });
const note = (text: string): Finding => ({ kind: 'note', text });
const bad = (text: string): Finding => ({ kind: 'bad', text });

/** One look; whatever it throws is a finding, and the next look is still taken. */
async function look(work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    const explained = explainError(error);
    if (explained === undefined) throw error;
    return [bad(explained.line)];
  }
}

const lookAtConfig = ({ mode, carrier, smtp, countries, auditHeadFile }: Config) => [
  good(`configuration: ${mode} mode`),
  ...(mode === 'production' && carrier === undefined
    ? [note('there is no carrier: neither texts nor calls are sent')]
    : []),
  ...(carrier !== undefined && countries.texts.length + countries.calls.length === 0
    ? [note('countries.texts and countries.calls are empty: nothing is sent')]
    : []),
  ...(mode === 'production' && smtp === undefined
    ? [note('there is no smtp.host: notices go to phones only')]
    : []),
  ...(mode === 'production' && auditHeadFile === undefined
    ? [note('there is no auditHeadFile: a rolled-back database cannot be told')]
    : []),
];

const SEALED_WITHIN_MS = 60_000;
const CLOCK_MAY_DIFFER_MS = 5_000;

async function lookAtDatabase(database: Database, keyRing: KeyRing): Promise<readonly Finding[]> {
  if (!(await database.ping())) return [bad('the database does not answer')];
  const findings = [good(`database: ${database.kind} answers`)];
  for (const weakness of database.weaknesses) findings.push(bad(weakness));
  if (!(await hasSchema(database.engine))) {
    return [...findings, note('the database is empty: the first start fills it')];
  }
  await assertKeyRingFits(database.stores.meta, keyRing);
  findings.push(good('the key ring fits the database'));
  const now = Date.now();
  const head = await database.stores.auditChain.head();
  if (head !== undefined && head.sealedAt.getTime() > now + CLOCK_MAY_DIFFER_MS) {
    const at = head.sealedAt.toISOString();
    findings.push(bad(`the clock is behind: the audit log was sealed at ${at}`));
  } else findings.push(good(`clock: ${new Date(now).toISOString()}`));
  const [oldest] = await database.stores.auditChain.listUnsealed(1);
  if (oldest !== undefined && now - oldest.occurredAt.getTime() > SEALED_WITHIN_MS) {
    findings.push(note('audit records wait to be sealed: no server runs, or its worker does not'));
  }
  if ((await database.stores.users.countAdministrators()) === 0) {
    findings.push(note('there is no administrator: proofup bootstrap-link'));
  }
  return findings;
}

async function examine({ io }: Call, config: Config): Promise<Exit> {
  const report = (findings: readonly Finding[]): boolean => {
    for (const { kind, text } of findings) io.out(`${kind.padEnd(4)}  ${text}`);
    return findings.some(({ kind }) => kind === 'bad');
  };
  let isBad = report(lookAtConfig(config));
  let keyRing: KeyRing | undefined;
  isBad =
    report(
      await look(async () => {
        keyRing = loadKeyRing(config.keyRingFile);
        return [good(`key ring: ${config.keyRingFile}`)];
      }),
    ) || isBad;
  if (keyRing === undefined) return EXIT.refused;
  const ring = keyRing;
  isBad =
    report(
      await look(async () => {
        const database = await openWith(config, ring);
        try {
          return await lookAtDatabase(database, ring);
        } finally {
          await database.close();
        }
      }),
    ) || isBad;
  return isBad ? EXIT.refused : EXIT.done;
}

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look at configuration, keys, database and clock, and say what is wrong',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup doctor --config /etc/proofup/config.json'],
  run: (call) => withConfig(call, ({ config }) => examine(call, config)),
};
