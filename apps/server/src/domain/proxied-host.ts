import { isRole, type Role } from './role.ts';
import { isStrength, type Strength } from './strength.ts';

/** A host whose reverse proxy asks here before it lets a request through. */
export type ProxiedHost = {
  /** As browsers name it (WHATWG URL), such as `https://wiki.example.org`. */
  readonly origin: string;
  /** What a sign-in has to be at least. */
  readonly strength: Strength;
  /** Of whom it is; empty: of everybody with an account. */
  readonly roles: readonly Role[];
};

/** `https://ops.example.org phishing-resistant administrator`: the origin alone asks for two steps of anybody. */
export function parseProxiedHost(entry: string): ProxiedHost | undefined {
  const [origin = '', strength = 'two-step', ...roles] = entry.trim().split(/ +/);
  if (!isOrigin(origin) || !isStrength(strength) || !roles.every(isRole)) return undefined;
  return { origin, strength, roles: roles.filter(isRole) };
}

/** Letter by letter, so that what is compared with it later is the same. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return (
    url?.origin === text &&
    !text.includes('*') &&
    (url.protocol === 'https:' || isOfThisMachine(url))
  );
}

const isOfThisMachine = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && (hostname === 'localhost' || hostname.endsWith('.localhost'));

export const mayEnter = ({ roles }: ProxiedHost, role: Role): boolean =>
  roles.length === 0 || roles.includes(role);
