import type { Door } from '#http/ports.ts';
import { discoveryDocument, PATHS } from './issuer.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from '#relying-parties/page.ts';
import type { SigningKeys } from '#relying-parties/signing-keys.ts';

type Dependencies = {
  readonly publicUrl: string;
  readonly keys: Pick<SigningKeys, 'published'>;
  readonly authorize: Door['open'];
  readonly answer: Door['open'];
};

const get = (path: string, contentType: string, read: () => Promise<string>): Door => ({
  method: 'GET',
  path,
  open: async () => ({ status: 200, contentType, body: await read() }),
});

/** The issuer for External MFA of Microsoft Entra ID, door by door. */
export const makeEntraDoors = ({
  publicUrl,
  keys,
  authorize,
  answer,
}: Dependencies): readonly Door[] => [
  get(PATHS.discovery, 'application/json', async () =>
    JSON.stringify(discoveryDocument(publicUrl)),
  ),
  get(PATHS.keys, 'application/json', async () => JSON.stringify({ keys: await keys.published() })),
  get(PATHS.style, 'text/css; charset=utf-8', async () => PAGE_STYLE),
  get(PATHS.script, 'text/javascript; charset=utf-8', async () => PAGE_SCRIPT),
  { method: 'POST', path: PATHS.authorize, open: authorize },
  { method: 'GET', path: PATHS.answer, open: answer },
];
