import type {
  Call,
  GroupView,
  PolicyAnswerView,
  PolicyInForce,
  PricesView,
} from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { toPart } from '#admin/places.ts';
import { editorOf } from '#admin/policy/editors.tsx';
import { PreviewDialog } from '#admin/policy/preview-dialog.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = AdminProps & {
  readonly inForce: PolicyInForce;
  readonly groups: readonly GroupView[];
  readonly prices: PricesView;
  readonly onSaved: (policy: Call['getPolicy']['response']) => void;
};

export type Preview = Call['previewPolicy']['response'];
type Previewed = { readonly answer: PolicyAnswerView; readonly preview: Preview };

/** One question: its answer is previewed before it can be saved. */
export function QuestionScreen({ client, role, inForce, groups, prices, onSaved }: Props) {
  const [previewed, setPreviewed] = useState<Previewed>();
  const [said, setSaid] = useState({ text: '' });
  const call = useCall();
  const { question, value } = inForce.answer;
  const { title, text, Fields, read } = editorOf(question);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = { question, value: read(new FormData(event.currentTarget)) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read by the editor of this question
    const answer = given as PolicyAnswerView;
    void call.run(
      () => client('previewPolicy', { body: { answer } }),
      (preview) => setPreviewed({ answer, preview }),
    );
  };
  return (
    <Screen title={title()}>
      <p>
        <Link to={toPart('policy')}>{t('policy.back')}</Link>
      </p>
      <Said said={said} />
      <p>{text()}</p>
      <form key={inForce.version} className="panel policy" onSubmit={submit} noValidate>
        <Fields {...{ value, groups, prices }} />
        <FailureNotice call={call} />
        <div className="actions">
          <Button type="submit" look="primary" busy={call.busy}>
            {t('policy.preview')}
          </Button>
        </div>
      </form>
      {previewed === undefined ? null : (
        <PreviewDialog
          {...{ client, ...previewed }}
          basedOn={inForce.version}
          maySave={may(role, 'setPolicy')}
          onClose={() => setPreviewed(undefined)}
          onSaved={(policy) => {
            setPreviewed(undefined);
            onSaved(policy);
            setSaid({ text: t('policy.saved') });
          }}
        />
      )}
    </Screen>
  );
}
