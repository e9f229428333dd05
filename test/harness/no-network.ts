import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Preloaded by `--import`: whatever a test or the code under it would send to another machine
 * fails at once, with the address in the message. http, https, tls and fetch all end up here.
 */
type Method = (this: unknown, ...rest: readonly unknown[]) => unknown;
type Guard = (values: readonly unknown[]) => void;

function guard(owner: object, name: string, check: Guard): void {
  const original: Method = Reflect.get(owner, name);
  Reflect.set(owner, name, function (this: unknown, ...values: readonly unknown[]) {
    check(values);
    return Reflect.apply(original, this, values);
  });
}

function refuseFarHost(host: unknown): void {
  if (typeof host === 'string' && !isLoopback(host)) {
    throw new Error(`tests stay on this machine: no connection to ${host}`);
  }
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (net.isIP(name) === 0)
    return name === '' || name === 'localhost' || /\.localhost\.?$/.test(name);
  return /^(::ffff:)?127\./.test(name) || name === '::1';
}

/** net.Socket.connect takes (options), (port, host) and (path), or all of it as one array. */
function connectHost(values: readonly unknown[]): unknown {
  const [first, second] = Array.isArray(values[0]) ? values[0] : values;
  if (typeof first !== 'object' || first === null) return isPort(first) ? second : undefined;
  return Reflect.get(first, 'path') == null ? Reflect.get(first, 'host') : undefined;
}

const isPort = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));

guard(net.Socket.prototype, 'connect', (values) => refuseFarHost(connectHost(values)));
// send(message, [offset, length,] port, address) and connect(port, address): texts are addresses.
guard(dgram.Socket.prototype, 'send', ([, ...rest]) => rest.forEach(refuseFarHost));
guard(dgram.Socket.prototype, 'connect', (values) => values.forEach(refuseFarHost));
guard(dns, 'lookup', ([host]) => refuseFarHost(host));
guard(dns.promises, 'lookup', ([host]) => refuseFarHost(host));
for (const resolver of [dns, dns.promises, dns.Resolver.prototype]) {
  for (const name of ['resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'resolveTxt']) {
    guard(resolver, name, ([host]) => refuseFarHost(host));
  }
}
// So that `import { lookup } from 'node:dns/promises'` gets the guarded function, too.
syncBuiltinESMExports();
