import { readPhone } from '#authenticators/phone/read-phone.ts';
import { type BeginStepUp, makeBeginStepUp } from '#sign-in/begin-step-up.ts';
import { makeStartChallenge } from '#sign-in/start-challenge.ts';
import type { Core } from './core.ts';

/** The one engine's, for whoever asks more of a session than it has. */
export function makeStepUp(core: Core): BeginStepUp {
  const { stores, engine } = core;
  const startChallenge = makeStartChallenge({ ...core, ...stores, readPhone, issue: engine.issue });
  return makeBeginStepUp({ ...core, ...stores, startChallenge });
}
