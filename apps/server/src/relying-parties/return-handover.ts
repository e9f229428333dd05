import type { Clock } from '#domain/write.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { SignInStore, Tokens } from '#sign-in/ports.ts';
import { readAsked } from './find-verification.ts';
import { codeOf } from './handover-code.ts';
import type { ProofRequestStore } from './ports.ts';

type Dependencies = {
  readonly signIns: Pick<SignInStore, 'findByTokenHash'>;
  readonly proofRequests: Pick<ProofRequestStore, 'findFor'>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly clock: Clock;
};

export type ReturnedHandover =
  | { readonly kind: 'done'; readonly location: string }
  /** The person has not come to an end yet. */
  | { readonly kind: 'unfinished'; readonly signIn: SignIn }
  /** This browser was not handed over. */
  | { readonly kind: 'nothing' };

export type ReturnHandover = (signInToken: string | undefined) => Promise<ReturnedHandover>;

/** Sends a browser back to the program, with the code only where the second step was proved. */
export const makeReturnHandover =
  ({ signIns, proofRequests, tokens, clock }: Dependencies): ReturnHandover =>
  async (token) => {
    if (token === undefined) return { kind: 'nothing' };
    const signIn = await signIns.findByTokenHash(tokens.hash('sign-in', token));
    const request = signIn && (await proofRequests.findFor(signIn.id));
    if (signIn === undefined || request?.askedBy.kind !== 'api-key') return { kind: 'nothing' };
    const { returnUrl } = readAsked(request.reply);
    if (returnUrl === undefined) return { kind: 'nothing' };
    if (isOpen(signIn, clock())) return { kind: 'unfinished', signIn };
    const location = new URL(returnUrl);
    location.searchParams.set('verification', signIn.id);
    if (request.state === 'proven') location.searchParams.set('code', codeOf(tokens, signIn.id));
    else location.searchParams.set('error', 'not_verified');
    return { kind: 'done', location: location.href };
  };
