import { randomUUID } from 'node:crypto';
import type { Access, Endpoint } from '../../../packages/contract/src/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../../../packages/contract/src/endpoints.ts';
import { SCHEMAS, type Shape } from '../../../packages/contract/src/schemas.ts';
import type { Answer, Browser, Sent } from './browser.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
export const ALL_ENDPOINTS = Object.keys(ENDPOINTS) as readonly EndpointName[];

export const endpointOf = (name: EndpointName): Endpoint => ENDPOINTS[name];
export const isWrite = (name: EndpointName): boolean => endpointOf(name).method !== 'GET';

export const endpointsFor = (...access: readonly Access[]): readonly EndpointName[] =>
  ALL_ENDPOINTS.filter((name) => access.includes(endpointOf(name).access));

/** What path parameters stand for; one that is not named here is an id that nobody has. */
export type Ids = {
  readonly signInId?: string;
  readonly methodId?: string;
  readonly bindingId?: string;
  readonly sessionId?: string;
  readonly lineId?: string;
  readonly userId?: string;
  readonly caseId?: string;
  readonly keyName?: string;
  readonly verificationId?: string;
  readonly partyId?: string;
  readonly applicationId?: string;
  readonly approvalId?: string;
  readonly checkId?: string;
  readonly targetId?: string;
  readonly alertId?: string;
  readonly groupId?: string;
};

/** Values that mean something; fields that are not here get whatever their schema allows. */
const MEANINGFUL: Readonly<Record<string, unknown>> = {
  number: '+12125550199',
  country: 'US',
  slot: 'alternate',
  via: 'text',
  output: '000000',
  device: 'computer',
  email: 'somebody@example.org',
  reason: 'a test asks for it',
  registration: 'password',
  state: 'enabled',
  role: 'user',
  outcome: 'solved',
  report: 'sign-ins',
  content: 'people',
  firstLine: 1,
  scopes: ['users.read'],
  days: 30,
  tenantId: '9122040d-6c67-4c5b-b112-36a304b66dad',
  clientId: '600b719b-3766-4dc5-95a6-3c4a8dc31885',
  redirectUris: ['https://wiki.example.org/callback'],
  clientAddress: '192.0.2.79',
  language: 'en-US',
  act: 'unblockUser',
  details: { reason: 'a test asks for it' },
  logins: ['nobody-of-that-name'],
  kind: 'mail',
  address: 'alerts@example.org',
  groups: [],
  answer: { question: 'order', value: { systemPreferred: false } },
  basedOn: 0,
  userIds: [randomUUID()],
};

/** Path parameters that are names of something, and no ids. */
const NAMES: Readonly<Record<string, string>> = { message: 'call.goodbye' };

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly format?: string;
  readonly minLength?: number;
};

const known = new Map<EndpointName, JsonSchema>();

/** Once for each: a tenth of a walk's time would go into making them. */
function jsonSchemaOf(name: EndpointName, body: NonNullable<Shape['body']>): JsonSchema {
  const made = known.get(name);
  if (made !== undefined) return made;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it, if it is there
  const schema = body.toJSONSchema({ unrepresentable: 'any' }) as JsonSchema;
  known.set(name, schema);
  return schema;
}

/** A body that the contract accepts, made from the contract: a new endpoint gets one by itself. */
export function bodyFor(name: EndpointName): Readonly<Record<string, unknown>> | undefined {
  const shape: Shape = SCHEMAS[name];
  if (shape.body === undefined) return undefined;
  const { properties = {}, required = [] } = jsonSchemaOf(name, shape.body);
  const body = Object.fromEntries(
    required.map((field) => [field, MEANINGFUL[field] ?? valueOf(properties[field] ?? {})]),
  );
  shape.body.parse(body);
  return body;
}

const valueOf = ({ format, minLength = 1 }: JsonSchema): string =>
  format === 'uuid' ? randomUUID() : 'x'.repeat(minLength);

/** A well-formed request to any endpoint; what `body` has takes the place of the made-up values. */
export function requestTo(
  browser: Browser,
  name: EndpointName,
  given: { readonly ids?: Ids; readonly body?: Readonly<Record<string, unknown>> } = {},
): Sent {
  const shape: Shape = SCHEMAS[name];
  const names = [...endpointOf(name).path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key);
  const ids = new Map(Object.entries(given.ids ?? {}));
  const params = Object.fromEntries(
    names.map((key) => [key, ids.get(key) ?? NAMES[key] ?? randomUUID()]),
  );
  const body = shape.body === undefined ? undefined : { ...bodyFor(name), ...given.body };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract has it, whatever the name
  return browser.request(name, { params: params as never, body });
}

export const callAny = (
  browser: Browser,
  name: EndpointName,
  given: Parameters<typeof requestTo>[2] = {},
): Promise<Answer<unknown>> => browser.send(requestTo(browser, name, given));
