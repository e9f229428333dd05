import { z } from 'zod';
import type { SignInId } from '#domain/ids.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { SignInStore } from '#sign-in/ports.ts';
import type { ProofRequest, ProofRequestStore } from './ports.ts';

type Dependencies = {
  readonly signIns: Pick<SignInStore, 'find'>;
  readonly proofRequests: Pick<ProofRequestStore, 'findFor'>;
};

export type Verification = {
  readonly signIn: SignIn;
  readonly request: ProofRequest;
  readonly purpose: string;
  /** Where the person was when it began. */
  readonly clientAddress: string;
  /** Where our page sends the person back to; undefined: the program asks them itself. */
  readonly returnUrl: string | undefined;
};

/** One that this key began; of another's nothing is known to it. */
export type FindVerification = (id: string, keyName: string) => Promise<Verification | undefined>;

export const makeFindVerification =
  ({ signIns, proofRequests }: Dependencies): FindVerification =>
  async (id, keyName) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
    const signInId = id as SignInId;
    const [signIn, request] = await Promise.all([
      signIns.find(signInId),
      proofRequests.findFor(signInId),
    ]);
    if (signIn === undefined || request === undefined) return undefined;
    const { askedBy, reply } = request;
    if (askedBy.kind !== 'api-key' || askedBy.name !== keyName) return undefined;
    const { purpose } = askedBy;
    return { signIn, request, purpose, ...readAsked(reply) };
  };

const asked = z.object({ clientAddress: z.string(), returnUrl: z.string().optional() });

/** As begin-verification.ts wrote it. */
export function readAsked(reply: string): Pick<Verification, 'clientAddress' | 'returnUrl'> {
  const { clientAddress, returnUrl } = asked.parse(JSON.parse(reply));
  return { clientAddress, returnUrl };
}
