import type { SignInView } from '@proofup/contract/schemas.ts';
import { codeOf } from '#kit/use-call.ts';
import { Adding } from '#set-up/adding.tsx';
import { ChooseContact } from '#set-up/choose-contact.tsx';
import { FinalCodes } from '#set-up/final-codes.tsx';
import { Invitation } from '#set-up/invitation.tsx';
import { KeepUsingApps } from '#set-up/keep-using-apps.tsx';
import { SecondMethod } from '#set-up/second-method.tsx';
import { useSetUp } from '#set-up/use-set-up.ts';
import { SignInOver } from '#sign-in/dead-ends.tsx';
import '#styles/set-up.css';

type Props = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  readonly onStartAgain: () => void;
};

/** The set-up that cannot be skipped: one method proved, a second advised, codes for the worst day. */
export function SetUp({ view, onView, onStartAgain }: Props) {
  const setUp = useSetUp(view, onView);
  const { client, call, place, options, done } = setUp;

  if (view.state === 'ended' || codeOf(call.failure) === 'sign_in_over') {
    return <SignInOver {...{ view, onStartAgain }} ending="sign_in_over" />;
  }
  if (place.kind === 'apps') return <KeepUsingApps {...{ client, view, onView }} />;
  if (place.kind === 'codes') {
    const onApps = view.setUp?.appPasswords ? () => setUp.go({ kind: 'apps' }) : undefined;
    return <FinalCodes {...{ client, view, onView, onApps }} />;
  }
  if (place.kind === 'second') {
    return (
      <SecondMethod
        call={call}
        after={done.added[0]}
        onAdd={() => setUp.goWithOptions({ kind: 'contact' })}
        onSkip={() => setUp.go({ kind: 'codes' })}
      />
    );
  }
  if (place.kind === 'invitation' || options === undefined) {
    return (
      <Invitation
        call={call}
        onStart={() => setUp.goWithOptions({ kind: 'contact' })}
        onLeave={onStartAgain}
      />
    );
  }
  if (place.kind === 'add') {
    const { contact } = place;
    return (
      <Adding
        {...{ client, options, contact }}
        key={contact}
        first={done.first}
        onSafer={() => setUp.go({ kind: 'add', contact: 'app' })}
        onAdded={() => setUp.onAdded(contact)}
        onBack={() => setUp.go({ kind: 'contact' })}
      />
    );
  }
  return (
    <ChooseContact
      {...{ options, done }}
      onChosen={(contact) => setUp.go({ kind: 'add', contact })}
      onBack={() => setUp.go({ kind: done.first ? 'invitation' : 'second' })}
    />
  );
}
