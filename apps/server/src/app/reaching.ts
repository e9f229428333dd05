import type { Order } from '#administration/order.ts';
import type { PhoneReach } from '#administration/reach-phone.ts';
import { readPhone } from '#authenticators/phone/read-phone.ts';
import type { Config } from '#config/config.ts';
import { sendLanes, sourceLane } from '#sign-in/lanes.ts';
import type { LaneKey } from '#sign-in/ports.ts';
import { chargesOf } from './charges.ts';
import type { Core } from './core.ts';

const sourceOf = ({ signedIn }: Pick<Order, 'signedIn'>) => {
  if (signedIn === undefined) throw new Error('nobody who is signed in');
  return signedIn.context;
};

type Reaching = PhoneReach & {
  /** What a wrong number of a caller costs whoever types it. */
  readonly lanesOfTypist: (order: Pick<Order, 'signedIn'>) => readonly LaneKey[];
};

/** How the staff's own messages reach a phone: within every budget of a sign-in's. */
export const reachingOf = (
  { countries, costs }: Config,
  { tokens, reach, policy }: Core,
): Reaching => ({
  readPhone,
  countries,
  reach,
  chargeOf: chargesOf(costs, policy),
  lanesOf: (order, to) => sendLanes(tokens, sourceOf(order), to),
  lanesOfTypist: (order) => [sourceLane(tokens, sourceOf(order))],
});
