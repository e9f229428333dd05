import { issuerOf } from '#oidc/issuer.ts';
import type { Application } from '#relying-parties/ports.ts';
import { act, done, misuse, REASON_OPTION, refuse } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Exit } from './command.ts';
import { type Installation, withInstallation } from './installation.ts';
import { parseApplication } from './parse-application.ts';
import { makeRotateKeyCommand } from './rotate-key-command.ts';

const createCommand: Command = {
  name: 'app create',
  summary: 'Register an application, which may then ask this service to sign people in',
  arguments: ['NAME'],
  options: {
    redirect: { value: 'URLS', help: 'where answers may go, letter by letter; several by comma' },
    auth: { value: 'HOW', help: 'basic (usual) or post: with a secret; none: it cannot keep one' },
    native: { help: 'it runs on people’s own machines' },
    strength: {
      value: 'S',
      help: 'sign-ins are at least one-step, two-step (usual) or phishing-resistant',
    },
    consent: { value: 'C', help: 'none (usual): your own; ask: people agree to what it may know' },
    scopes: {
      value: 'LIST',
      help: 'openid and what else it may ask for: profile, email, offline_access (usual), groups',
    },
    refresh: { help: 'it may keep people signed in by refresh tokens' },
    device: { help: 'it may sign people in on devices without a keyboard' },
    dpop: { help: 'its access tokens are bound to a key of it' },
    par: { help: 'it pushes its requests, browsers carry none of them' },
    'post-logout': { value: 'URLS', help: 'where people may go after signing out' },
    backchannel: { value: 'URL', help: 'is told when a session is over' },
    start: { value: 'URL', help: 'where its tile in My Apps leads; without it there is none' },
    collection: { value: 'NAME', help: 'under which heading its tile stands' },
    ...REASON_OPTION,
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup app create Wiki --redirect https://wiki.example.org/callback --start https://wiki.example.org/ --refresh --reason "the wiki signs people in here"',
  ],
  run: async (call) => {
    const wanted = parseApplication(call);
    if (typeof wanted === 'string') return misuse(call, wanted);
    return act(call, async ({ installation, administration, order }) => {
      const made = await administration.applications.create(wanted, order);
      if (made === undefined) return refuse(call, 'an application has this name already');
      const { clientId, secret } = made;
      return done(
        call,
        `${wanted.name} is registered.`,
        `  Issuer:         ${issuerOf(installation.config.publicUrl)}`,
        `  Client ID:      ${clientId}`,
        secret === undefined
          ? '  Client secret:  none; PKCE is what it shows'
          : `  Client secret:  ${secret} (shown this once)`,
      );
    });
  },
};

const listCommand: Command = {
  name: 'app list',
  summary: 'List the applications',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup app list'],
  run: (call) =>
    withInstallation(call, async ({ database }) => {
      const applications = await database.stores.applications.list();
      if (applications.length === 0) return done(call, 'There is none: proofup app create');
      return done(
        call,
        ...applications.map(
          ({ name, clientId, strength, consent, startUrl, disabledAt }) =>
            `${name}  client ${clientId}  ${strength}  consent ${consent}  ${startUrl ?? 'no tile'}${disabledAt === undefined ? '' : '  disabled'}`,
        ),
      );
    }),
};

/** Goes on with the application of this name. */
const withApplication = async (
  call: Call,
  { database }: Installation,
  work: (application: Application) => Promise<Exit>,
): Promise<Exit> => {
  const application = await database.stores.applications.findByName(call.args[0] ?? '');
  return application === undefined
    ? refuse(call, 'no application has this name: proofup app list')
    : work(application);
};

const showCommand: Command = {
  name: 'app show',
  summary: 'Print what is known of an application, and what to tell it',
  arguments: ['NAME'],
  options: CONFIG_OPTION,
  examples: ['proofup app show Wiki'],
  run: (call) =>
    withInstallation(call, (installation) =>
      withApplication(call, installation, async ({ metadata, ...application }) => {
        const issuer = issuerOf(installation.config.publicUrl);
        return done(
          call,
          `Discovery:     ${issuer}/.well-known/openid-configuration`,
          `Client ID:     ${application.clientId}`,
          `Redirects:     ${metadata.redirectUris.join(' ')}`,
          `After logout:  ${metadata.postLogoutRedirectUris.join(' ')}`,
          `Told of ends:  ${metadata.backchannelLogoutUri ?? 'no'}`,
          `Shows itself:  ${metadata.authentication}`,
          `Grants:        ${metadata.grantTypes.join(' ')}`,
          `Scopes:        ${metadata.scopes.join(' ')}`,
          `Strength:      ${application.strength}`,
          `Consent:       ${application.consent}`,
        );
      }),
    ),
};

const secretCommand: Command = {
  name: 'app replace-secret',
  summary: 'Make a new client secret; the old one is worth nothing from now on',
  arguments: ['NAME'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup app replace-secret Wiki --reason "it was in a mail"'],
  run: (call) =>
    act(call, ({ installation, administration, order }) =>
      withApplication(call, installation, async (application) => {
        const made = await administration.applications.replaceSecret(application, order);
        return made?.secret === undefined
          ? refuse(call, `${application.name} has no secret`)
          : done(call, `Client secret:  ${made.secret} (shown this once)`);
      }),
    ),
};

const stateCommand = (state: 'enabled' | 'disabled', summary: string): Command => {
  const verb = state === 'enabled' ? 'enable' : 'disable';
  return {
    name: `app ${verb}`,
    summary,
    arguments: ['NAME'],
    options: { ...REASON_OPTION, ...CONFIG_OPTION },
    examples: [`proofup app ${verb} Wiki --reason "while its server is looked at"`],
    run: (call) =>
      act(call, ({ installation, administration, order }) =>
        withApplication(call, installation, async (application) =>
          (await administration.applications.setState(application, state, order))
            ? done(call, `${application.name} is ${state}.`)
            : refuse(call, `${application.name} is ${state} already`),
        ),
      ),
  };
};

const removeCommand: Command = {
  name: 'app delete',
  summary: 'Remove an application; what it holds is worth nothing from now on',
  arguments: ['NAME'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup app delete Wiki --reason "no longer used"'],
  run: (call) =>
    act(call, ({ installation, administration, order }) =>
      withApplication(call, installation, async (application) => {
        await administration.applications.remove(application, order);
        return done(call, `${application.name} signs nobody in any more.`);
      }),
    ),
};

const rotateCommand = makeRotateKeyCommand('oidc', {
  name: 'app rotate-key',
  summary: 'Make the next key that signs ID tokens; it is published two days before it signs',
  atOnce: 'the old key was stolen: drop it now',
});

export const APP_COMMANDS: readonly Command[] = [
  createCommand,
  listCommand,
  showCommand,
  secretCommand,
  stateCommand(
    'disabled',
    'Sign nobody in to an application, until it is enabled again; what it holds ends',
  ),
  stateCommand('enabled', 'Sign people in to an application again'),
  removeCommand,
  rotateCommand,
];
