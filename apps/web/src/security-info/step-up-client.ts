import type { Client, Result } from '@proofup/contract/client.ts';
import type { SessionView, SignInView } from '@proofup/contract/schemas.ts';

type Dependencies<Whole extends Client> = {
  readonly client: Whole;
  /** Has the person prove it in a dialog; false when they would rather not. */
  readonly prove: (stepUp: SignInView) => Promise<boolean>;
  /** Every session view brings the token of the writes that follow. */
  readonly onSession: (session: SessionView) => void;
  readonly onSignedOut: () => void;
};

/** What the page does without being told: no reason to interrupt anybody. */
const UNASKED: ReadonlySet<string> = new Set(['getBinding', 'cancelBinding']);

/** A client that, where a change asks for a fresh proof, has it made and then makes the change. */
export function makeStepUpClient<Whole extends Client>(dependencies: Dependencies<Whole>): Whole {
  const { prove, onSession, onSignedOut } = dependencies;
  const client: Client = dependencies.client;

  async function proven(refused: Result<never>): Promise<Result<true>> {
    const begun = await client('beginStepUp', { body: {} });
    if (begun.kind !== 'ok') return begun;
    if (!(await prove(begun.value))) return refused;
    const session = await client('getSession', {});
    if (session.kind !== 'ok') return session;
    onSession(session.value);
    return { kind: 'ok', value: true };
  }

  const proving: Client = async (name, input) => {
    const result = await client(name, input);
    if (result.kind !== 'problem') return result;
    if (result.problem.code === 'not_signed_in') onSignedOut();
    if (result.problem.code !== 'step_up_required' || UNASKED.has(name)) return result;
    const proof = await proven(result);
    return proof.kind === 'ok' ? client(name, input) : proof;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it passes on whatever it is asked, by name
  return proving as Whole;
}
