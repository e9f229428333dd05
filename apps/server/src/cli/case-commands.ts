import type { CaseId } from '#domain/ids.ts';
import { makeAdministration } from './administration.ts';
import type { CaseOutcome } from '#recovery/ports.ts';
import { act, done, misuse, REASON_OPTION, refuse } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, EXIT, type Exit } from './command.ts';
import { type Installation, operatorName, withInstallation } from './installation.ts';

const OUTCOMES: readonly CaseOutcome[] = ['solved', 'attack', 'false-alarm', 'not-reached'];

const MOST = 200;
const NO_CASE = 'there is no such case';

const caseIdOf = ({ args }: Call): CaseId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one is not found
  (args[0] ?? '') as CaseId;

/** Who it is about, as operators name people. */
async function loginOf(
  { database }: Installation,
  { userId }: { readonly userId: Parameters<typeof database.stores.users.find>[0] | undefined },
): Promise<string> {
  const user = userId === undefined ? undefined : await database.stores.users.find(userId);
  return user?.login ?? '-';
}

async function list({ io }: Call, installation: Installation): Promise<Exit> {
  for (const one of await installation.database.stores.cases.listOpen(MOST)) {
    const login = await loginOf(installation, one);
    io.out([one.id, one.createdAt.toISOString(), one.kind, login, one.about ?? '-'].join('  '));
  }
  return EXIT.done;
}

const listCommand: Command = {
  name: 'case list',
  summary: 'List the cases that wait: id, time, kind, account, what it is about',
  arguments: [],
  options: { ...CONFIG_OPTION },
  examples: ['proofup case list'],
  run: (call) => withInstallation(call, (installation) => list(call, installation)),
};

/** Typed by anybody: it may not move the terminal (L06). */
const printable = (text: string): readonly string[] =>
  text.split(/\r?\n/).map((line) => line.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' '));

const showCommand: Command = {
  name: 'case show',
  summary: 'Show a case, with what was written; the audit log tells who read it',
  arguments: ['ID'],
  options: { ...CONFIG_OPTION },
  examples: ['proofup case show 0198f2c4-8d53-7cc0-a1b2-3f4e5d6c7b8a'],
  run: (call) =>
    withInstallation(call, async (installation) => {
      const { readCase } = makeAdministration(installation);
      const found = await readCase(caseIdOf(call), { operator: operatorName() });
      if (found === undefined) return refuse(call, NO_CASE);
      return done(
        call,
        `kind:    ${found.kind}`,
        `state:   ${found.state}`,
        `opened:  ${found.createdAt.toISOString()}`,
        `account: ${await loginOf(installation, found)}`,
        `about:   ${found.about ?? '-'}`,
        ...(found.closedReason === undefined ? [] : [`closed:  ${found.closedReason}`]),
        ...(found.note === undefined ? [] : ['', ...printable(found.note)]),
      );
    }),
};

const closeCommand: Command = {
  name: 'case close',
  summary: 'Close a case',
  arguments: ['ID'],
  options: {
    ...REASON_OPTION,
    outcome: { value: 'OUTCOME', help: `${OUTCOMES.join(', ')} (usual: solved)` },
    ...CONFIG_OPTION,
  },
  examples: ['proofup case close 0198f2c4-8d53-7cc0-a1b2-3f4e5d6c7b8a --reason "called back"'],
  run: (call) =>
    act(call, async ({ administration, order }) => {
      const wanted = call.values['outcome'] ?? 'solved';
      const outcome = OUTCOMES.find((one) => one === wanted);
      if (outcome === undefined) {
        return misuse(call, `--outcome must be one of ${OUTCOMES.join(', ')}`);
      }
      const closed = await administration.closeCase(caseIdOf(call), outcome, order);
      return closed === 'closed'
        ? done(call, 'the case is closed')
        : refuse(call, 'there is no such case, or it is closed already');
    }),
};

export const CASE_COMMANDS: readonly Command[] = [listCommand, showCommand, closeCommand];
