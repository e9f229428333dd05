type PrivateUrl = { readonly name: string; readonly urlOf: (local: URL) => string };

const at =
  (host: string, protocol = 'https:') =>
  ({ port, pathname }: URL): string =>
    `${protocol}//${host}:${port}${pathname}`;

/** Ways to name this machine, or a neighbour, in the address of somebody's documents. */
export const PRIVATE_URLS: readonly PrivateUrl[] = [
  { name: 'loopback', urlOf: at('127.0.0.1') },
  { name: 'loopback without TLS', urlOf: at('127.0.0.1', 'http:') },
  { name: 'loopback, as IPv6 has it', urlOf: at('[::ffff:127.0.0.1]') },
  { name: 'a decimal address', urlOf: at('2130706433') },
  { name: 'a name of this machine', urlOf: at('localhost') },
  { name: 'the metadata address of a cloud', urlOf: at('169.254.169.254') },
  { name: 'a private network', urlOf: at('10.0.0.1') },
];
