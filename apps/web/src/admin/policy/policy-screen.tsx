import type { Call, GroupView, PolicyInForce } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toPart, toQuestion } from '#admin/places.ts';
import { editorOf } from '#admin/policy/editors.tsx';
import { QuestionScreen } from '#admin/policy/question-screen.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { useSearch } from '#router.ts';

type Read = {
  readonly policy: Call['getPolicy']['response'];
  readonly groups: readonly GroupView[];
};

/** The list of questions, or one of them. */
export function PolicyScreen({ client, role }: AdminProps) {
  const [read, setRead] = useState<Read>();
  const call = useCall();
  const asked = useSearch().get('question');
  useOnce(
    () =>
      void call.run(async () => {
        const [policy, groups] = await Promise.all([
          client('getPolicy', {}),
          client('listGroups', {}),
        ]);
        if (policy.kind !== 'ok') return policy;
        if (groups.kind !== 'ok') return groups;
        return { ...policy, value: { policy: policy.value, groups: groups.value.groups } };
      }, setRead),
  );
  if (read === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  const { answers } = read.policy;
  if (asked === null) return <Questions {...read.policy} />;
  const inForce = answers.find(({ answer }) => answer.question === asked);
  if (inForce === undefined) {
    return (
      <Screen title={t('policy.gone')}>
        <p>
          <Link to={toPart('policy')}>{t('policy.back')}</Link>
        </p>
      </Screen>
    );
  }
  return (
    <QuestionScreen
      {...{ client, role, inForce }}
      groups={read.groups}
      prices={read.policy.prices}
      onSaved={(policy) => setRead({ ...read, policy })}
    />
  );
}

const Questions = ({ answers, prices }: Call['getPolicy']['response']) => (
  <Screen title={t('policy.title')}>
    <p>{t('policy.lead')}</p>
    <ul className="rows panel">
      {answers.map(({ answer, changed }) => {
        const editor = editorOf(answer.question);
        return (
          <li key={answer.question} className="row">
            <div className="row-text">
              <h2 className="row-title">
                <Link to={toQuestion(answer.question)}>{editor.title()}</Link>
              </h2>
              <p className="row-value">{editor.tell(answer.value, prices)}</p>
              <p className="row-dates">{changedText(changed)}</p>
            </div>
          </li>
        );
      })}
    </ul>
  </Screen>
);

const changedText = (changed: PolicyInForce['changed']): string =>
  changed === undefined
    ? t('policy.settings')
    : t('policy.changed', {
        when: localTime(changed.at),
        who: changed.by,
        reason: changed.reason,
      });
