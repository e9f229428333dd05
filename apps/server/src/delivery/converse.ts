import { isOver } from '#domain/challenge.ts';
import type { UserStore } from '#directory/ports.ts';
import type { ChallengeId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';
import type { ChallengeStore } from '#sign-in/ports.ts';
import type { CallConversation, CallResponse, OutboxStore } from './ports.ts';

type Dependencies = {
  readonly outbox: Pick<OutboxStore, 'find'>;
  readonly challenges: Pick<ChallengeStore, 'find'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly respond: (id: ChallengeId, response: CallResponse) => Promise<'accepted' | 'over'>;
  readonly clock: Clock;
};

/** What an answered call says, and what its keys do, by the message that placed it. */
export function makeCallConversation(dependencies: Dependencies): CallConversation {
  const { outbox, challenges, users, respond, clock } = dependencies;
  return {
    scriptFor: async (id) => {
      const found = await outbox.find(id);
      if (found === undefined || !('script' in found.message)) return undefined;
      if (found.challengeId === undefined) {
        return found.expiresAt > clock() ? found.message.script : undefined;
      }
      const challenge = await challenges.find(found.challengeId);
      if (challenge === undefined || isOver(challenge, clock())) return undefined;
      return found.message.script;
    },
    languageOf: async (id) => {
      const userId = (await outbox.find(id))?.userId;
      return userId && (await users.find(userId))?.language;
    },
    respond: async (id, response) => {
      const found = await outbox.find(id);
      return found?.challengeId === undefined ? 'over' : respond(found.challengeId, response);
    },
  };
}
