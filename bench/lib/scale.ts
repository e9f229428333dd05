/** How much of everything; the short one is for trying a change, the long one for the figures. */
export type Scale = {
  readonly rounds: number;
  readonly signIns: number;
  readonly hashes: number;
  readonly checks: number;
  readonly commitMs: number;
  readonly tries: number;
  readonly starts: number;
  readonly answers: number;
  /** Accounts of the large installation, and sign-ins per round in it. */
  readonly users: number;
  readonly visits: number;
};

export const FULL: Scale = {
  rounds: 5,
  signIns: 80,
  hashes: 60,
  checks: 4000,
  commitMs: 1500,
  tries: 500,
  starts: 5,
  answers: 200,
  users: 1_000_000,
  visits: 150,
};

export const QUICK: Scale = {
  rounds: 3,
  signIns: 40,
  hashes: 30,
  checks: 1500,
  commitMs: 700,
  tries: 100,
  starts: 3,
  answers: 50,
  users: 50_000,
  visits: 80,
};

/** Browsers at once: some, so that answers are not made to wait; and enough to keep the server busy. */
export const FEW = 4;
export const MANY = 64;
/** Before every measure, to compile what is hot. */
export const WARM_UP = 400;
