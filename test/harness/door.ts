import type { AuthenticatorType } from '../../apps/server/src/domain/authenticator.ts';
import {
  DEVICE_ENDPOINTS,
  type DeviceEndpointName,
} from '../../packages/contract/src/device-endpoints.ts';
import { ENDPOINTS, type EndpointName } from '../../packages/contract/src/endpoints.ts';
import type { Visitor, VisitorKind } from './visitors.ts';
import type { Answer } from './world/browser.ts';

/** A person in front of a door that has been asked for, ready to submit. */
export type Standing = {
  submit(output: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<unknown>>;
  /** What the door would accept now. */
  readonly right: () => unknown;
  /** Of the same form, and not accepted. */
  readonly wrong: () => unknown;
};

/** A way in that compares a secret. */
export type Door = {
  readonly name: string;
  /** Undefined: other people's protocol has it, and the contract does not. */
  readonly endpoint: EndpointName | DeviceEndpointName | undefined;
  /** The status of a right output, where there is no endpoint to say it. */
  readonly takes?: number;
  /** The authenticator whose output is compared; absent: the secret is of another kind. */
  readonly type?: AuthenticatorType;
  /**
   * `stranger`: no second step is compared, so its failures are in a pool that never sees one.
   * `key-holder`: somebody with a passkey, whose budget is one of its own.
   */
  readonly visitor: VisitorKind;
  /** A wrong output ends what was asked: the right one is for another request. */
  readonly oneEntry?: boolean;
  /** The status of a wrong output; 401 where not said. */
  readonly refuses?: number;
  readonly arrange: (visitor: Visitor) => Promise<Standing>;
};

export const successOf = ({ endpoint, takes }: Door): number | undefined =>
  endpoint === undefined ? takes : { ...ENDPOINTS, ...DEVICE_ENDPOINTS }[endpoint].status;
