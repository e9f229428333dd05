import type { Client } from '@proofup/contract/client.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { AddApp } from '#binding/add-app.tsx';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { ChoiceGroup } from '#kit/choice.tsx';
import { dayOf } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon, type IconName } from '#kit/icons.tsx';
import { Loading } from '#kit/loading.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { AddPasskey } from '#passkey/add-passkey.tsx';
import { passkeysWork } from '#passkey/works.ts';

const AddDevice = lazy(async () => ({
  default: (await import('#binding/add-device.tsx')).AddDevice,
}));

type Nudge = NonNullable<SignInView['nudge']>;
type Better = Nudge['methods'][number];

type Props = {
  readonly client: Client;
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  readonly leave: ReactNode;
};

/** Why something safer is asked for, what it is, and whether it may wait. */
export function BetterMethod(props: Props) {
  const { client, view, onView, leave } = props;
  const [adding, setAdding] = useState<Better>();
  const call = useCall();
  const { nudge } = view;
  const params = { signInId: view.id };
  const finish = () => void call.run(() => client('finishTasks', { params }), onView);
  if (nudge === undefined) return leave;
  if (adding !== undefined) {
    const adder = { client, onAdded: finish, onBack: () => setAdding(undefined) };
    return (
      <Suspense fallback={<Loading />}>
        {ADDERS[adding](adder)}
        <FailureNotice call={call} signInId={view.id} />
      </Suspense>
    );
  }
  const openSetUp = () => void call.run(() => client('openSetUp', { params }), onView);
  const postpone = () => void call.run(() => client('postponeTask', { params }), onView);
  return (
    <Invitation
      nudge={nudge}
      busy={call.busy}
      onNow={(method) => (method === undefined ? openSetUp() : setAdding(method))}
      onLater={postpone}
    >
      <FailureNotice call={call} signInId={view.id} />
      {leave}
    </Invitation>
  );
}

type Adder = {
  readonly client: Client;
  readonly onAdded: () => void;
  readonly onBack: () => void;
};

const ADDERS: Readonly<Record<Better, (props: Adder) => ReactNode>> = {
  passkey: (props) => <AddPasskey {...props} />,
  push: (props) => <AddDevice {...props} />,
  totp: (props) => <AddApp {...props} />,
};

type InvitationProps = {
  readonly nudge: Nudge;
  readonly busy: boolean;
  readonly onNow: (method: Better | undefined) => void;
  readonly onLater: () => void;
  readonly children: ReactNode;
};

function Invitation({ nudge, busy, onNow, onLater, children }: InvitationProps) {
  const { organisation } = useConfiguration();
  const { cause, methods, left, until } = nudge;
  const [chosen, setChosen] = useState(methods[0]);
  const day = until === undefined ? '' : dayOf(until);
  const { title, lead } = WORDS[cause]({ organisation, day });
  const cannotHere = chosen === 'passkey' && !passkeysWork();
  return (
    <Screen title={title}>
      <p className="lead">{lead}</p>
      <What {...{ methods, chosen }} onChoose={setChosen} />
      {cannotHere ? <Notice kind="advice" title={t('nudge.not-here')} /> : null}
      <p>{waitText(nudge, day)}</p>
      <div className="actions">
        <Button look="primary" busy={busy} disabled={cannotHere} onPress={() => onNow(chosen)}>
          {t('nudge.now')}
        </Button>
        {left === 0 ? null : (
          <Button look="quiet" busy={busy} onPress={onLater}>
            {cause === 'grace' ? t('nudge.later.until', { day }) : t('nudge.later')}
          </Button>
        )}
      </div>
      {children}
    </Screen>
  );
}

type Given = { readonly organisation: string; readonly day: string };
type Words = { readonly title: string; readonly lead: string };

const WORDS: Readonly<Record<Nudge['cause'], (given: Given) => Words>> = {
  campaign: ({ organisation }) => ({
    title: t('nudge.campaign.title'),
    lead: t('nudge.campaign.lead', { organisation }),
  }),
  sunset: ({ organisation, day }) => ({
    title: t('nudge.sunset.title'),
    lead: t('nudge.sunset.lead', { organisation, day }),
  }),
  grace: ({ organisation }) => ({
    title: t('nudge.grace.title'),
    lead: t('nudge.grace.lead', { organisation }),
  }),
};

function waitText({ cause, left }: Nudge, day: string): string {
  if (cause === 'sunset') return t('nudge.wait.sunset', { day });
  if (cause === 'grace') return t('nudge.wait.grace', { day });
  if (left === undefined) return t('nudge.wait.any');
  if (left === 0) return t('nudge.wait.none');
  return left === 1 ? t('nudge.wait.one') : t('nudge.wait.some', { n: left });
}

type WhatProps = {
  readonly methods: readonly Better[];
  readonly chosen: Better | undefined;
  readonly onChoose: (method: Better) => void;
};

/** One is told of; of several one is chosen, the safest to begin with. */
function What({ methods, chosen, onChoose }: WhatProps) {
  if (methods.length > 1) {
    return (
      <ChoiceGroup
        legend={t('nudge.choose')}
        name="method"
        choices={methods.map((value) => {
          const { label, hint, icon } = METHOD_WORDS[value]();
          return { value, label, hint, icon: <Icon name={icon} /> };
        })}
        chosen={chosen}
        onChoose={onChoose}
      />
    );
  }
  if (chosen === undefined) return null;
  const { label, hint, icon } = METHOD_WORDS[chosen]();
  return (
    <div className="nudge-what">
      <Icon name={icon} />
      <p>
        <strong>{label}</strong> {hint}
      </p>
    </div>
  );
}

type MethodWords = { readonly label: string; readonly hint: string; readonly icon: IconName };

const METHOD_WORDS: Readonly<Record<Better, () => MethodWords>> = {
  passkey: () => ({
    label: t('contact.passkey'),
    hint: t('contact.passkey.hint'),
    icon: 'passkey',
  }),
  push: () => ({ label: t('contact.device'), hint: t('contact.device.hint'), icon: 'mobile' }),
  totp: () => ({ label: t('contact.app'), hint: t('contact.app.hint'), icon: 'app' }),
};
