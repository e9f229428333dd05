import type { RelyingPartyId, SessionId, SignInId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { ArtifactStore } from './ports.ts';

const TRIAL = { kind: 'EntraTrial', purpose: 'entra-trial' } as const;

/** Entra posts its form at once; a browser of ours does the same. */
const LIFE_MS = 5 * 60_000;
/** The sign-in that came of it, and the time to read what came of that. */
const BEGUN_LIFE_MS = 30 * 60_000;

type Told = {
  readonly partyId: RelyingPartyId;
  /** Of the key that signed this one request, and that nobody has any more: JWK. */
  readonly publicKey: Readonly<Record<string, unknown>>;
  /** Once it was posted. */
  readonly signInId: SignInId | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

export type Trial = Omit<Told, 'expiresAt'> & { readonly sessionId: SessionId };

type Dependencies = {
  readonly transact: Transact<{ readonly artifacts: ArtifactStore }>;
  readonly artifacts: Pick<ArtifactStore, 'find'>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly clock: Clock;
};

export type Trials = ReturnType<typeof makeTrials>;

/** Trials of connections, each tied to one administrator's session, and gone with it. */
export function makeTrials({ transact, artifacts, tokens, clock }: Dependencies) {
  const hashOf = (id: string): string => tokens.hash(TRIAL.purpose, id);
  return {
    save: async (id: string, trial: Trial & { readonly userId: UserId }): Promise<void> => {
      const { sessionId, userId, ...told } = trial;
      const life = told.signInId === undefined ? LIFE_MS : BEGUN_LIFE_MS;
      const expiresAt = new Date(clock().getTime() + life);
      await transact('attempt', (tx) =>
        tx.artifacts.save({
          kind: TRIAL.kind,
          hash: hashOf(id),
          payload: JSON.stringify({ ...told, expiresAt: expiresAt.getTime() } satisfies Told),
          grantHash: undefined,
          userCodeHash: undefined,
          applicationId: undefined,
          sessionId,
          userId,
          expiresAt,
        }),
      );
    },
    find: async (id: string): Promise<Trial | undefined> => {
      const now = clock();
      const found = await artifacts.find(TRIAL.kind, hashOf(id), now);
      if (found?.sessionId === undefined) return undefined;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as written above
      const { expiresAt, ...told } = JSON.parse(found.payload) as Told;
      return expiresAt > now.getTime() ? { ...told, sessionId: found.sessionId } : undefined;
    },
  };
}
