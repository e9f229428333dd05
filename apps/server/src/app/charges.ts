import { type Charge, chargeOf, type PricedMessage, type Prices } from '#domain/message-price.ts';
import type { LivePolicy } from '#policy/ports.ts';

/** What every message counts towards the day's limit that is in force now. */
export const chargesOf =
  (prices: Prices, policy: LivePolicy) =>
  (message: PricedMessage): Charge | undefined =>
    chargeOf(prices, policy.current().spending.perDay, message);
