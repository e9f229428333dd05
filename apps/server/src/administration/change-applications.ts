import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { ApplicationId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Application, ApplicationStore, ArtifactStore } from '#relying-parties/ports.ts';
import { actorOfOrder, type Order } from './order.ts';

type Stores = {
  readonly applications: ApplicationStore;
  readonly artifacts: Pick<ArtifactStore, 'removeOf'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly ids: () => string;
  readonly tokens: {
    random(): string;
    hash(purpose: string, value: string): string;
  };
  readonly clock: Clock;
};

export type WantedApplication = Omit<
  Application,
  'id' | 'clientId' | 'secretHash' | 'createdAt' | 'disabledAt'
> & {
  /** One of its own; else one is made. */
  readonly clientId?: string | undefined;
  readonly secret?: string | undefined;
};

/** What the application signs in with; the secret exists nowhere else. */
export type Credentials = { readonly clientId: string; readonly secret: string | undefined };

export type ChangeApplications = {
  /** Undefined when the name is taken. */
  create(wanted: WantedApplication, order: Order): Promise<Credentials | undefined>;
  /** The old secret is worth nothing from now on. */
  replaceSecret(application: Application, order: Order): Promise<Credentials | undefined>;
  /**
   * Whether it signs people in from now on; what it holds ends either way, so that nothing comes back
   * with it. False where it is so already.
   */
  setState(application: Application, state: 'enabled' | 'disabled', order: Order): Promise<boolean>;
  /** With everything that it holds. */
  remove(application: Application, order: Order): Promise<boolean>;
};

const recordOf = (
  { id, name }: Pick<Application, 'id' | 'name'>,
  order: Order,
  detail: Readonly<Record<string, string | boolean>>,
): AuditRecord => ({
  event: 'application.changed',
  outcome: 'success',
  ...actorOfOrder(order),
  target: { type: 'application', id },
  detail: { name, why: order.reason, ...detail },
});

export function makeChangeApplications({
  transact,
  ids,
  tokens,
  clock,
}: Dependencies): ChangeApplications {
  const secretFor = ({ authentication }: Application['metadata'], given?: string) =>
    authentication === 'none' ? undefined : (given ?? tokens.random());
  const hashOf = (secret: string) => tokens.hash('client-secret', secret);
  return {
    create: ({ clientId = ids(), secret: given, ...wanted }, order) => {
      const secret = secretFor(wanted.metadata, given);
      const application: Application = {
        ...wanted,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        id: ids() as ApplicationId,
        clientId,
        secretHash: secret === undefined ? undefined : hashOf(secret),
        createdAt: clock(),
        disabledAt: undefined,
      };
      return transact('fact', async (tx) => {
        if (!(await tx.applications.insert(application))) return undefined;
        const { strength, consent } = wanted;
        const detail = { action: 'created', clientId, strength, consent };
        await tx.audit.append([recordOf(application, order, detail)], clock());
        return { clientId, secret };
      });
    },
    replaceSecret: (application, order) => {
      const { id, clientId, metadata } = application;
      const secret = secretFor(metadata);
      if (secret === undefined) return Promise.resolve(undefined);
      return transact('fact', async (tx) => {
        if (!(await tx.applications.replaceSecret(id, hashOf(secret)))) return undefined;
        const detail = { action: 'secret_replaced' };
        await tx.audit.append([recordOf(application, order, detail)], clock());
        return { clientId, secret };
      });
    },
    setState: (application, state, order) =>
      transact('fact', async (tx) => {
        const { id } = application;
        const now = clock();
        const isChanged = await (state === 'disabled'
          ? tx.applications.disable(id, now)
          : tx.applications.enable(id));
        if (!isChanged) return false;
        await tx.artifacts.removeOf(id);
        await tx.audit.append([recordOf(application, order, { action: state })], now);
        return true;
      }),
    remove: (application, order) =>
      transact('fact', async (tx) => {
        if (!(await tx.applications.remove(application.id))) return false;
        await tx.audit.append([recordOf(application, order, { action: 'removed' })], clock());
        return true;
      }),
  };
}
