import type { Assurance } from './assurance.ts';
import { strengthOf } from './strength.ts';

/**
 * From when on each of them vouches for whoever signs in there; undefined: it is new to the account.
 * A network is as much of an address as people are shown of one (`shortenAddress`).
 */
type Surroundings = {
  readonly browser: Date | undefined;
  readonly network: Date | undefined;
  /** Nobody has completed a sign-in of the account before, as far as is known. */
  readonly isFirst: boolean;
};

export type Familiarity = {
  /** Browser and network are both new: the owner of the account is told. */
  readonly isStrange: boolean;
  /** What the browser and the network vouch from, where they are new. */
  readonly vouchFrom: Date;
};

type Judging = {
  readonly assurance: Assurance;
  /** How long strange surroundings vouch for nobody; 0: they do at once. */
  readonly holdMs: number;
  readonly now: Date;
};

/**
 * One of the two is enough: people buy browsers and travel, and rarely do both at once. What vouches
 * for nobody yet cannot make another browser, or another network, do so any earlier.
 */
export function judgeSurroundings(
  { browser, network, isFirst }: Surroundings,
  { assurance, holdMs, now }: Judging,
): Familiarity {
  const known = [browser, network].filter((from) => from !== undefined);
  const isStrange = !isFirst && known.length === 0;
  // What a passkey proves was not handed on by somebody in between.
  if (isFirst || strengthOf(assurance) === 'phishing-resistant') {
    return { isStrange, vouchFrom: now };
  }
  const earliest = Math.min(...known.map((from) => from.getTime()), now.getTime() + holdMs);
  return { isStrange, vouchFrom: new Date(Math.max(earliest, now.getTime())) };
}
