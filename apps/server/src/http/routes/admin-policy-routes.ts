import type { PolicyAnswerView, PolicyInForce } from '@proofup/contract/schemas.ts';
import { QUESTIONS } from '@proofup/contract/policy-views.ts';
import type { NamedPerson, Place, PolicyPreview } from '#administration/ports.ts';
import type { SetPolicy } from '#administration/set-policy.ts';
import type { Prices } from '#domain/message-price.ts';
import { parseNetwork } from '#domain/network.ts';
import { beginsAt, type Policy, type Question } from '#domain/policy.ts';
import type { Clock } from '#domain/write.ts';
import { audienceOf } from '#domain/policy-audience.ts';
import type { LivePolicy, PolicyRow, PolicyStore } from '#policy/ports.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parsePlace, printPlace } from '../place.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly policy: LivePolicy;
  readonly policies: Pick<PolicyStore, 'latest'>;
  readonly policyPreview: PolicyPreview;
  readonly setPolicy: SetPolicy;
  readonly prices: Prices;
  readonly clock: Clock;
};

type PolicyRoutes = Pick<Handlers, 'getPolicy' | 'previewPolicy' | 'setPolicy' | 'listLockedOut'>;

const FIRST = 5;
const PER_PAGE = 100;

export function makeAdminPolicyRoutes(dependencies: Dependencies): PolicyRoutes {
  const { policy, policies, policyPreview, setPolicy, prices, clock } = dependencies;
  const view = async () => {
    const rows = new Map((await policies.latest()).map((row) => [row.question, row]));
    return ok({
      answers: QUESTIONS.map((question) => viewAnswer(policy, rows.get(question), question)),
      prices,
    });
  };
  return {
    getPolicy: view,
    previewPolicy: async ({ body: { answer } }) => {
      if (!isUsable(answer)) return problem('networks_unusable');
      const [before, after] = [policy.current(), withAnswer(policy, answer)];
      const audience = audienceOf(answer.question, { before, after });
      const [touched, lockedOut] = await Promise.all([
        policyPreview.touched(audience, FIRST),
        policyPreview.countLockedOut({ policy: after, at: dayOf(answer, clock()) }),
      ]);
      return ok({
        touched: touched.count,
        first: touched.first.map(viewPerson),
        lockedOut: lockedOut.count,
        more: touched.more || lockedOut.more,
      });
    },
    setPolicy: async ({ caller, body: { answer, basedOn, reason } }) => {
      if (!isUsable(answer)) return problem('networks_unusable');
      const { question, value } = answer;
      const order = { ...signedInAs(caller), reason };
      const outcome = await setPolicy({ question, value, basedOn }, order);
      return outcome === 'changed' ? view() : problem('policy_changed');
    },
    listLockedOut: async ({ body: { answer, after } }) => {
      const place: Place | undefined = after === undefined ? undefined : parsePlace(after);
      if (after !== undefined && place === undefined) return problem('invalid_request');
      const asked = { after: place, limit: PER_PAGE };
      const { people, next } = await policyPreview.listLockedOut(
        { policy: withAnswer(policy, answer), at: dayOf(answer, clock()) },
        asked,
      );
      return ok({
        people: people.map(viewPerson),
        ...(next === undefined ? {} : { next: printPlace(next) }),
      });
    },
  };
}

/** A sunset is looked at for its last day, everything else for now. */
const dayOf = (answer: PolicyAnswerView, now: Date): Date =>
  answer.question === 'sunset'
    ? answer.value.rules.map(beginsAt).reduce((last, at) => (at > last ? at : last), now)
    : now;

/** The contract knows what an address looks like, only the server whether it is one. */
const isUsable = (answer: PolicyAnswerView): boolean =>
  answer.question !== 'networks' ||
  answer.value.ranges.every((range) => parseNetwork(range) !== undefined);

const withAnswer = ({ current }: LivePolicy, { question, value }: PolicyAnswerView): Policy => ({
  ...current(),
  [question]: value,
});

const viewPerson = ({ id, login, displayName }: NamedPerson) => ({ id, login, displayName });

const viewAnswer = (
  { current, read }: LivePolicy,
  row: PolicyRow | undefined,
  question: PolicyAnswerView['question'],
): PolicyInForce => ({
  answer: asAnswer(question, row === undefined ? current()[question] : read(question, row.value)),
  version: row?.version ?? 0,
  ...(row === undefined
    ? {}
    : {
        changed: { at: row.changedAt.toISOString(), by: row.changedBy, reason: row.reason },
      }),
});

const asAnswer = (question: Question, value: Policy[Question]): PolicyAnswerView =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer is the question's own
  ({ question, value }) as PolicyAnswerView;
