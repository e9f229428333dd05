import type { AlertTargetView, SentAlertView } from '@proofup/contract/schemas.ts';
import type { ChangeTargets } from '#alerts/change-targets.ts';
import type { AlertStore, AlertTarget, SentAlert } from '#alerts/ports.ts';
import { actorOfOrder } from '#administration/order.ts';
import type { AlertId, AlertTargetId } from '#domain/ids.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parseMoment, printMoment } from '../place.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly alerts: Pick<AlertStore, 'listTargets' | 'list'>;
  readonly changeTargets: ChangeTargets;
};

type AlertRoutes = Pick<
  Handlers,
  | 'listAlertTargets'
  | 'addAlertTarget'
  | 'changeAlertTarget'
  | 'removeAlertTarget'
  | 'rotateAlertSecret'
  | 'testAlertTarget'
  | 'listAlerts'
  | 'replayAlert'
>;

const PER_PAGE = 100;
const REFUSALS = { 'too-many': 'limit_reached', 'address-refused': 'address_refused' } as const;

export function makeAdminAlertRoutes({ alerts, changeTargets }: Dependencies): AlertRoutes {
  const targets = async () => (await alerts.listTargets()).map(viewTarget);
  const sent = async (before?: string) => {
    const known = await alerts.listTargets();
    const page = await alerts.list(PER_PAGE, parseMoment(before));
    return {
      alerts: page.alerts.flatMap((one) => viewSent(one, known)),
      ...printMoment(page.next),
    };
  };
  const changed = async (done: boolean) =>
    done ? ok({ targets: await targets() }) : problem('not_found');
  return {
    listAlertTargets: async () => ok({ targets: await targets() }),
    addAlertTarget: async ({ caller, body }) => {
      const added = await changeTargets.add({ ...body, alerts: body.alerts }, whoIs(caller));
      if (added.kind !== 'added') return problem(REFUSALS[added.kind]);
      return ok({ targets: await targets(), ...present('secret', added.secret) });
    },
    changeAlertTarget: async ({ caller, params, body: { name, alerts: kinds, off } }) => {
      const change = { name, alerts: kinds, isOff: off };
      return changed(await changeTargets.change(idIn(params), change, whoIs(caller)));
    },
    removeAlertTarget: async ({ caller, params }) =>
      changed(await changeTargets.remove(idIn(params), whoIs(caller))),
    rotateAlertSecret: async ({ caller, params }) => {
      const secret = await changeTargets.rotate(idIn(params), whoIs(caller));
      return secret === undefined ? problem('not_found') : ok({ secret });
    },
    testAlertTarget: async ({ caller, params }) =>
      changed(await changeTargets.test(idIn(params), whoIs(caller))),
    listAlerts: async ({ query: { before } }) => ok(await sent(before)),
    replayAlert: async ({ caller, params }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
      const done = await changeTargets.replay(params.alertId as AlertId, whoIs(caller));
      return done ? ok({ alerts: (await sent()).alerts }) : problem('not_found');
    },
  };
}

const whoIs = (caller: Caller<'administration'>) => actorOfOrder(signedInAs(caller));

const idIn = ({ targetId }: { readonly targetId: string }): AlertTargetId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  targetId as AlertTargetId;

const viewTarget = ({ id, name, to, alerts, isOff, createdAt }: AlertTarget): AlertTargetView => ({
  id,
  name,
  kind: to.kind,
  address: to.kind === 'mail' ? to.address : new URL(to.address).origin,
  alerts: [...alerts],
  off: isOff,
  addedAt: createdAt.toISOString(),
});

function viewSent(one: SentAlert, known: readonly AlertTarget[]): SentAlertView[] {
  const target = known.find(({ id }) => id === one.targetId);
  if (target === undefined) return [];
  return [
    {
      id: one.id,
      alert: one.alert,
      at: one.createdAt.toISOString(),
      target: { id: target.id, name: target.name, kind: target.to.kind },
      status: one.status,
      attempts: one.attempts,
      ...present('reason', one.reason),
      ...present('nextTryAt', one.nextTryAt?.toISOString()),
    },
  ];
}
