import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { RelyingParty, type Settings, type User } from './relying-party.ts';

export type Example = {
  readonly name: string;
  readonly style: string;
  /** The inside of the page of somebody who is signed in. */
  readonly home: (page: { readonly user: User; readonly server: string }) => string;
  /** Pages that ask for more than a sign-in. */
  readonly strongPages: Readonly<Record<string, (user: User) => string>>;
};

export type Running = { readonly close: () => Promise<void> };

type Listening = Settings & { readonly port: number };

export const escape = (value: string): string =>
  value.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const document = ({ name }: Example, body: string, server: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="${escape(server)}/account-menu.js"></script>
</head>
<body>${body}</body>
</html>`;

/** A small application: everything that it knows of signing in is in relying-party.ts. */
export async function serve(example: Example, settings: Listening): Promise<Running> {
  const party = new RelyingParty(settings);
  const server = new URL(settings.issuer).origin;
  const show = (response: ServerResponse, status: number, body: string): void => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; script-src ${server}; base-uri 'none'; frame-ancestors 'none'`,
    });
    response.end(document(example, body, server));
  };
  const message = (title: string, told: string): string =>
    `<main class="message"><h1>${escape(title)}</h1><p>${escape(told)}</p><p><a href="/">${escape(example.name)}</a></p></main>`;

  type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

  const pages: Readonly<Record<string, (exchange: Exchange) => Promise<void> | void>> = {
    '/': ({ request, response }) => {
      const user = party.userOf(request);
      if (user === undefined) return party.signIn(response, '/');
      return show(response, 200, example.home({ user, server }));
    },
    '/style.css': ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(example.style);
    },
    '/callback': async ({ request, response }) => {
      const error = await party.callback(request, response);
      if (error !== undefined) show(response, 403, message('You are not signed in', error));
    },
    '/sign-out': ({ request, response }) => party.signOut(request, response),
    '/signed-out': ({ response }) =>
      show(response, 200, message('You have signed out', 'See you soon.')),
    '/back-channel-logout': ({ request, response }) => party.backChannel(request, response),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', settings.url);
    const [page, strongPage] = [pages[pathname], example.strongPages[pathname]];
    if (page !== undefined) {
      await page({ request, response });
    } else if (strongPage !== undefined) {
      const user = party.userOf(request);
      // RFC 9470: the page says how strong a sign-in it needs, and the provider sees to it.
      if (user?.acr === 'phishing-resistant') show(response, 200, strongPage(user));
      else await party.signIn(response, pathname, { acr_values: 'phishing-resistant' });
    } else {
      show(response, 404, message('There is no such page', pathname));
    }
  }

  const listener = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`${example.name}: ${String(error)}\n`);
      show(response, 502, message('Signing in does not work just now', 'Try again in a moment.'));
    });
  });
  listener.listen(settings.port, '127.0.0.1');
  await once(listener, 'listening');
  return {
    close: async () => {
      listener.closeAllConnections();
      await new Promise((closed) => listener.close(closed));
    },
  };
}
