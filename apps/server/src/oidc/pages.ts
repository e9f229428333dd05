import { type Dress, type Page, renderPage } from '#relying-parties/page.ts';
import type { Application, ApplicationStore } from '#relying-parties/ports.ts';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { switchedOffPage } from '#relying-parties/switched-off-page.ts';
import { MOUNT, SCRIPT, STYLE } from './issuer.ts';

export type RenderPage = (page: Omit<Page, keyof Dress>) => string;

const FILES = { style: `${MOUNT}${STYLE}`, script: `${MOUNT}${SCRIPT}` } as const;

export const makeRenderPage =
  (dress: () => Dress): RenderPage =>
  (page) =>
    renderPage({ ...page, ...dress() }, FILES);

const secretOf = ({ oidc }: KoaContextWithOIDC): string => {
  const secret = oidc.session?.state?.['secret'];
  if (typeof secret !== 'string') throw new Error('a form without its secret');
  return secret;
};

const show = (ctx: KoaContextWithOIDC, body: string): void => {
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = body;
};

/**
 * Whether the application showed a token of this very session: then the person has pressed "sign out"
 * there. Anything else may be a link of a stranger (RP-Initiated Logout 1.0 section 2).
 */
function isOfThisSession({ oidc }: KoaContextWithOIDC): boolean {
  const payload = oidc.entities.IdTokenHint?.payload;
  const { session, client } = oidc;
  if (payload === undefined || session?.accountId === undefined || client === undefined)
    return false;
  return payload['sub'] === session.accountId && payload['sid'] === session.sidFor(client.clientId);
}

/** The pages that the library shows by itself, in our words. */
export const makePages = (
  render: RenderPage,
  applications: Pick<ApplicationStore, 'findByClientId'>,
) => ({
  ...errorPage(render, applications),
  ...logoutPages(render),
  ...devicePages(render),
});

type Error = { readonly error: string; readonly error_description?: string | undefined };

/** An application that an administrator has switched off; for the library there is none. */
async function findSwitchedOff(
  { oidc }: Partial<KoaContextWithOIDC>,
  applications: Pick<ApplicationStore, 'findByClientId'>,
): Promise<Application | undefined> {
  const clientId = oidc?.params?.['client_id'];
  if (typeof clientId !== 'string') return undefined;
  const application = await applications.findByClientId(clientId);
  return application?.disabledAt === undefined ? undefined : application;
}

const errorPage = (render: RenderPage, applications: Pick<ApplicationStore, 'findByClientId'>) => ({
  renderError: async (ctx: KoaContextWithOIDC, { error, ...more }: Error): Promise<void> => {
    const { error_description: description } = more;
    const off = await findSwitchedOff(ctx, applications);
    if (off !== undefined) {
      const correlationId = ctx.response.get('x-correlation-id');
      return show(ctx, render(switchedOffPage(off.name, correlationId)));
    }
    show(
      ctx,
      render({
        title: 'This request cannot be answered',
        paragraphs: [
          'The application asked for something that is not possible. Nothing was changed.',
          'Go back to the application and try again; if that does not help, tell who looks after it.',
        ],
        details: {
          'Error code': error,
          ...(description !== undefined && { Description: description }),
          'Correlation ID': ctx.response.get('x-correlation-id'),
        },
      }),
    );
  },
});

const logoutPages = (render: RenderPage) => ({
  logout: async (ctx: KoaContextWithOIDC): Promise<void> => {
    const action = ctx.oidc.urlFor('end_session_confirm');
    const xsrf = secretOf(ctx);
    const atOnce = {
      title: 'Signing out…',
      paragraphs: [],
      form: { action, fields: { xsrf, logout: 'yes' }, label: 'Continue', isSentAtOnce: true },
    };
    const asked = {
      title: 'Do you want to sign out?',
      paragraphs: ['You will be signed out here, and of every application that you used.'],
      form: {
        action,
        fields: { xsrf },
        label: 'No, stay signed in',
        other: { name: 'logout', value: 'yes', label: 'Yes, sign out' },
      },
    };
    show(ctx, render(isOfThisSession(ctx) ? atOnce : asked));
  },

  loggedOut: async (ctx: KoaContextWithOIDC): Promise<void> => {
    show(
      ctx,
      render({
        title: 'You have signed out',
        paragraphs: ['You can close this window now.'],
        links: [{ href: '/sign-in', label: 'Sign in again' }],
      }),
    );
  },
});

const TYPE_IT =
  'Enter the code that the device shows. Do this only if you hold the device yourself.';
const TYPE_IT_AGAIN =
  'This code is wrong, was used before, or has had its time. Look at the device again.';

type Told = { readonly status: number; readonly hint: string };

const WAIT = 'Too many wrong codes came from here. Wait for ten minutes, then try again.';
/** RFC 8628 section 3.5 has the word for devices; here it is a person who is too quick. */
export const TOO_MANY_CODES = 'slow_down';

/** The code is right, and not this browser's. */
export const CLAIMED_CODE = 'access_denied';
const OPENED_ELSEWHERE =
  'This code was opened in another browser, and only that one can go on with it. If that was not you, start again on the device.';

const DEVICE_ERRORS: ReadonlyMap<string, Told> = new Map([
  [TOO_MANY_CODES, { status: 429, hint: WAIT }],
  [CLAIMED_CODE, { status: 403, hint: OPENED_ELSEWHERE }],
]);

function hintFor(out: Error | undefined): string {
  if (out === undefined) return TYPE_IT;
  return DEVICE_ERRORS.get(out.error)?.hint ?? TYPE_IT_AGAIN;
}

type Named = { readonly clientName?: string | undefined; readonly clientId: string };
type Confirming = [
  ctx: KoaContextWithOIDC,
  form: string,
  client: Named,
  info: unknown,
  code: string,
];

const devicePages = (render: RenderPage) => ({
  userCodeInput: async (ctx: KoaContextWithOIDC, _: string, out?: Error): Promise<void> => {
    const told = DEVICE_ERRORS.get(out?.error ?? '');
    if (told !== undefined) ctx.status = told.status;
    show(
      ctx,
      render({
        title: 'Connect a device',
        paragraphs: [hintFor(out)],
        form: {
          action: ctx.oidc.urlFor('code_verification'),
          fields: { xsrf: secretOf(ctx) },
          input: { name: 'user_code', label: 'Code' },
          label: 'Continue',
        },
      }),
    );
  },

  userCodeConfirm: async (...[ctx, , client, , code]: Confirming): Promise<void> => {
    show(
      ctx,
      render({
        title: `Connect ${client.clientName ?? client.clientId}?`,
        paragraphs: [
          `The device shows ${code}. Only go on if it does, and if it is yours: whoever holds it will act in your name.`,
        ],
        form: {
          action: ctx.oidc.urlFor('code_verification'),
          fields: { xsrf: secretOf(ctx), user_code: code, confirm: 'yes' },
          label: 'Connect it',
          other: { name: 'abort', value: 'yes', label: 'Do not connect it' },
        },
      }),
    );
  },

  deviceConnected: async (ctx: KoaContextWithOIDC): Promise<void> => {
    show(
      ctx,
      render({
        title: 'The device is connected',
        paragraphs: ['You can close this window and go on there.'],
      }),
    );
  },
});
