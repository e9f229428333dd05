import type { Session } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Tokens } from '#sign-in/ports.ts';
import { HOST_CODE, write } from './host-access.ts';
import type { ArtifactStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly artifacts: ArtifactStore }>;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  readonly clock: Clock;
};

export type IssueHostCode = (request: {
  readonly session: Session;
  readonly origin: string;
  readonly path: string;
  readonly state: string;
}) => Promise<string>;

/** As short as an authorization code (RFC 9700 section 2.1.1), and for the same reason. */
const LIFE_MS = 60_000;

/** For one host and the browser that asked, from the session at hand. */
export const makeIssueHostCode =
  ({ transact, tokens, clock }: Dependencies): IssueHostCode =>
  async ({ session, ...told }) => {
    const code = tokens.random();
    const expiresAt = new Date(clock().getTime() + LIFE_MS);
    await transact('attempt', (tx) =>
      tx.artifacts.save({
        kind: HOST_CODE.kind,
        hash: tokens.hash(HOST_CODE.purpose, code),
        payload: write({ ...told, expiresAt: expiresAt.getTime() }),
        grantHash: undefined,
        userCodeHash: undefined,
        applicationId: undefined,
        sessionId: session.id,
        userId: session.userId,
        expiresAt,
      }),
    );
    return code;
  };
