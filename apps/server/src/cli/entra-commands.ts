import { loginKey } from '#directory/login-key.ts';
import { makeCheckDocuments } from '#entra/check-provider.ts';
import { CLOUDS, metadataUrlOf, PATHS } from '#entra/issuer.ts';
import { makePublicFetch } from '#entra/public-fetch.ts';
import type { RelyingParty } from '#relying-parties/ports.ts';
import { act, done, misuse, REASON_OPTION, refuse, UNKNOWN } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, EXIT, type Exit } from './command.ts';
import { type Installation, withInstallation } from './installation.ts';
import { makeRotateKeyCommand } from './rotate-key-command.ts';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u;
const MINUTE = 60_000;
const HINT_MINUTES = { usual: 15, most: 60 } as const;

const isCloud = (text: string): text is RelyingParty['cloud'] => Object.hasOwn(CLOUDS, text);

const isRule = (text: string): text is RelyingParty['link'] => text === 'login' || text === 'none';

type Wanted = Omit<RelyingParty, 'id' | 'createdAt' | 'disabledAt'>;

const isHintMinutes = (minutes: number): boolean =>
  Number.isInteger(minutes) && minutes >= 1 && minutes <= HINT_MINUTES.most;

/** What was asked for, or the line that says what cannot be understood. */
function parseWanted({ args, values, switches }: Call): Wanted | string {
  const name = (args[0] ?? '').trim();
  const tenantId = (values['tenant'] ?? '').toLowerCase();
  const clientId = (values['client-id'] ?? '').toLowerCase();
  const { cloud = 'global', link = 'login' } = values;
  const minutes = Number(values['hint-minutes'] ?? HINT_MINUTES.usual);
  if (!isCloud(cloud)) return `--cloud must be one of ${Object.keys(CLOUDS).join(', ')}`;
  const metadataUrl = values['metadata'] ?? metadataUrlOf(cloud, tenantId);
  const faults: Readonly<Record<string, boolean>> = {
    'NAME must be 1 to 64 plain characters on one line': !NAME.test(name),
    '--tenant must be the tenant ID, a GUID': !GUID.test(tenantId),
    '--client-id must be the application (client) ID, a GUID': !GUID.test(clientId),
    '--metadata must be a URL': !URL.canParse(metadataUrl),
    [`--hint-minutes must be 1 to ${HINT_MINUTES.most}`]: !isHintMinutes(minutes),
  };
  const [fault] = Object.entries(faults).find(([, isWrong]) => isWrong) ?? [];
  if (fault !== undefined) return fault;
  if (!isRule(link)) return '--link must be login or none';
  return {
    name,
    tenantId,
    clientId,
    cloud,
    metadataUrl,
    link,
    createsAccounts: switches.has('create'),
    registersInline: switches.has('register-inline'),
    hintMaxAgeMs: minutes * MINUTE,
  };
}

const addCommand: Command = {
  name: 'entra add',
  summary: 'Connect a Microsoft Entra tenant, which may then ask for the second step',
  arguments: ['NAME'],
  options: {
    tenant: { value: 'GUID', required: true, help: 'tenant ID, as Entra’s overview shows it' },
    'client-id': { value: 'GUID', required: true, help: 'ID of the app registration' },
    cloud: { value: 'CLOUD', help: 'global (usual), us or china' },
    metadata: { value: 'URL', help: 'of the tenant’s OpenID configuration, where it is not usual' },
    link: { value: 'RULE', help: 'login (usual): same user name, same account; or none' },
    create: { help: 'make an account for whoever has none' },
    'register-inline': { help: 'let people set up their first method on the way' },
    'hint-minutes': {
      value: 'N',
      help: `refuse requests older than this (${HINT_MINUTES.usual})`,
    },
    ...REASON_OPTION,
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup entra add Contoso --tenant 9122040d-6c67-4c5b-b112-36a304b66dad --client-id 600b719b-3766-4dc5-95a6-3c4a8dc31885 --register-inline --reason "texts end in February 2027"',
  ],
  run: async (call) => {
    const wanted = parseWanted(call);
    if (typeof wanted === 'string') return misuse(call, wanted);
    return act(call, async ({ administration, order }) =>
      (await administration.relyingParties.add(wanted, order))
        ? done(call, `${wanted.name} is connected.`, `Next: proofup entra show "${wanted.name}"`)
        : refuse(call, 'the name, or this tenant with this client ID, is there already'),
    );
  },
};

const listCommand: Command = {
  name: 'entra list',
  summary: 'List the tenants that are connected',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup entra list'],
  run: (call) =>
    withInstallation(call, async ({ database }) => {
      const parties = await database.stores.relyingParties.list();
      if (parties.length === 0) return done(call, 'No tenant is connected: proofup entra add');
      return done(
        call,
        ...parties.map(
          ({ name, tenantId, clientId, cloud, disabledAt }) =>
            `${name}  tenant ${tenantId}  client ${clientId}  ${cloud}${disabledAt === undefined ? '' : '  disabled'}`,
        ),
      );
    }),
};

/** Goes on with the tenant of this name. */
const withParty = (
  call: Call,
  { database }: Installation,
  work: (party: RelyingParty) => Promise<Exit>,
): Promise<Exit> => {
  const name = call.args[0] ?? '';
  return database.stores.relyingParties
    .findByName(name)
    .then((party) =>
      party === undefined
        ? refuse(call, 'no tenant has this name: proofup entra list')
        : work(party),
    );
};

const removeCommand: Command = {
  name: 'entra remove',
  summary: 'Disconnect a tenant; accounts and methods stay, the ties to its people go',
  arguments: ['NAME'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup entra remove Contoso --reason "moved to another tenant"'],
  run: (call) =>
    act(call, async ({ installation, administration, order }) =>
      withParty(call, installation, async (party) => {
        await administration.relyingParties.remove(party, order);
        return done(call, `${party.name} is no longer answered.`);
      }),
    ),
};

const stateCommand = (state: 'enabled' | 'disabled', summary: string): Command => {
  const verb = state === 'enabled' ? 'enable' : 'disable';
  return {
    name: `entra ${verb}`,
    summary,
    arguments: ['NAME'],
    options: { ...REASON_OPTION, ...CONFIG_OPTION },
    examples: [`proofup entra ${verb} Contoso --reason "while the tenant is looked at"`],
    run: (call) =>
      act(call, async ({ installation, administration, order }) =>
        withParty(call, installation, async (party) =>
          (await administration.relyingParties.setState(party, state, order))
            ? done(call, `${party.name} is ${state}.`)
            : refuse(call, `${party.name} is ${state} already`),
        ),
      ),
  };
};

const unlinkCommand: Command = {
  name: 'entra unlink',
  summary: 'Untie an account from its person in a tenant, so that another one can have it',
  arguments: ['NAME', 'LOGIN'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup entra unlink Contoso kim --reason "kim’s account in Entra was made anew"'],
  run: (call) =>
    act(call, async ({ installation, administration, order }) =>
      withParty(call, installation, async (party) => {
        const key = loginKey(call.args[1] ?? '');
        const { users } = installation.database.stores;
        const user = key === undefined ? undefined : await users.findByLoginKey(key);
        if (user === undefined) return refuse(call, UNKNOWN);
        return (await administration.relyingParties.unlink(party, user.id, order))
          ? done(call, `${user.login} is tied to nobody in ${party.name}`)
          : refuse(call, `${user.login} was tied to nobody in ${party.name}`);
      }),
    ),
};

const showCommand: Command = {
  name: 'entra show',
  summary: 'Print every value to paste into the Microsoft Entra admin center',
  arguments: ['NAME'],
  options: CONFIG_OPTION,
  examples: ['proofup entra show Contoso'],
  run: (call) =>
    withInstallation(call, async (installation) =>
      withParty(call, installation, async (party) => {
        const { publicUrl } = installation.config;
        return done(
          call,
          'App registration (Entra admin center, Applications, App registrations):',
          `  Redirect URI (Web):  ${publicUrl}${PATHS.authorize}`,
          '  API permissions:     Microsoft Graph, delegated: openid, profile; grant admin consent',
          'External method (Authentication methods, Add external method):',
          `  Name:                Proofup (cannot be changed later; people see it)`,
          `  Client ID:           ${party.clientId}`,
          `  Discovery Endpoint:  ${publicUrl}${PATHS.discovery}`,
          `  App ID:              ${party.clientId} (the application ID; both are the same value)`,
          'What this service expects of the tenant:',
          `  Tenant ID:           ${party.tenantId}`,
          `  Cloud:               ${party.cloud}, answers go to ${CLOUDS[party.cloud].redirectUri}`,
          `  Metadata:            ${party.metadataUrl}`,
          `  People:              ${peopleOf(party)}`,
          `  Requests:            refused when older than ${party.hintMaxAgeMs / MINUTE} minutes`,
        );
      }),
    ),
};

const peopleOf = ({ link, createsAccounts, registersInline }: RelyingParty): string =>
  [
    link === 'login' ? 'tied to the account with the same user name' : 'never tied by their name',
    createsAccounts ? 'given an account when they have none' : 'refused when they have no account',
    registersInline ? 'may set up their first method on the way' : 'must have a method before',
  ].join('; ');

const checkCommand: Command = {
  name: 'entra check',
  summary: 'Read the tenant’s documents and our own, and say what is wrong',
  arguments: ['NAME'],
  options: CONFIG_OPTION,
  examples: ['proofup entra check Contoso'],
  run: (call) =>
    withInstallation(call, async (installation) =>
      withParty(call, installation, async (party) => {
        const { mode, publicUrl } = installation.config;
        const tenantFetch = makePublicFetch({ allowPrivate: mode === 'evaluation' });
        const ownFetch = makePublicFetch({ allowPrivate: true });
        const findings = await makeCheckDocuments({ tenantFetch, ownFetch, publicUrl })(party);
        for (const { step, state, what } of findings) {
          call.io.out(`${state === 'good' ? 'ok   ' : 'WRONG'}  ${step} ${what}`);
        }
        return findings.some(({ state }) => state === 'wrong') ? EXIT.refused : EXIT.done;
      }),
    ),
};

const rotateCommand = makeRotateKeyCommand('entra', {
  name: 'entra rotate-key',
  summary: 'Make the next key that signs answers; it is published two days before it signs',
  atOnce: 'the old key was stolen: drop it now; sign-ins fail until Entra reads anew',
});

export const ENTRA_COMMANDS: readonly Command[] = [
  addCommand,
  listCommand,
  showCommand,
  checkCommand,
  stateCommand('disabled', 'Answer nothing that a tenant asks, until it is enabled again'),
  stateCommand('enabled', 'Answer a tenant again'),
  unlinkCommand,
  removeCommand,
  rotateCommand,
];
