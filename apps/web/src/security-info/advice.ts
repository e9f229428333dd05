import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';

type Method = Pick<MethodView, 'kind' | 'state' | 'slot' | 'codesLeft'>;
type Advice = { readonly title: string; readonly text: string };

/** So few are left that the next worst day may be one too many. */
const FEW_CODES = 2;

/** A lost phone takes its number and its app with it: what is left then should not be nothing. */
export function adviceFor(methods: readonly Method[]): Advice | undefined {
  const active = methods.filter(({ state }) => state === 'active');
  const phones = active.filter(({ kind }) => kind === 'phone').length;
  const apps = active.some(({ kind }) => kind === 'totp');
  if (phones === 1 && active.length === 1) {
    return { title: t('advice.only-phone'), text: t('advice.only-phone.text') };
  }
  const n = active.find(
    ({ codesLeft }) => codesLeft !== undefined && codesLeft <= FEW_CODES,
  )?.codesLeft;
  if (n !== undefined) {
    return { title: t('advice.few-codes'), text: t('advice.few-codes.text', { n }) };
  }
  const passkeys = active.some(({ kind }) => kind === 'passkey');
  if (apps && phones <= 1 && !passkeys) {
    return { title: t('advice.same-device'), text: t('advice.same-device.text') };
  }
  return undefined;
}
