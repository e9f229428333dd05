import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import { errorText, t } from '@proofup/ui/authenticator-text.ts';

type Props = { readonly code: ErrorCode | 'unreachable' | undefined };

export function Problem({ code }: Props) {
  if (code === undefined) return null;
  const { happened, next } =
    code === 'unreachable'
      ? { happened: t('problem.unreachable'), next: t('problem.unreachable.next') }
      : errorText(code);
  return (
    <div className="notice danger" role="alert">
      <p className="notice-title">{happened}</p>
      <p>{next}</p>
    </div>
  );
}

/** Of what came back, what there is to say of it. */
export const codeOf = (
  outcome:
    | { readonly kind: 'ok' }
    | { readonly kind: 'problem'; readonly code: ErrorCode }
    | { readonly kind: 'unreachable' },
): Props['code'] => {
  if (outcome.kind === 'ok') return undefined;
  return outcome.kind === 'problem' ? outcome.code : 'unreachable';
};
