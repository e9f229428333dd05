import type { MethodView, SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';

type Slot = NonNullable<MethodView['slot']>;

export type Warning = {
  readonly kind: 'danger' | 'advice';
  readonly title: string;
  readonly text: string;
  /** What would help: the change to start, in the words of its button. */
  readonly remedies: readonly { readonly change: string; readonly label: string }[];
};

type Info = {
  readonly methods: readonly Pick<MethodView, 'kind' | 'state' | 'slot' | 'codesLeft'>[];
  readonly mayAdd: SecurityInfoView['mayAdd'];
};

/** A sheet of ten is used up slowly, and then all at once. */
const FEW_CODES = 2;

/** What is missing for the day the phone is lost, the worst first. */
export function warningsFor(info: Info): readonly Warning[] {
  return [lockOut(info), codes(info)].filter((warning) => warning !== undefined);
}

const isLasting = ({ kind, state }: Info['methods'][number]): boolean =>
  state === 'active' && kind !== 'saved-recovery-codes' && kind !== 'temporary-access-pass';

/** A lost phone takes its number and its app with it. A desk phone does not get lost with them. */
function lockOut(info: Info): Warning | undefined {
  const lasting = info.methods.filter(isLasting);
  const [only] = lasting;
  if (only === undefined) return undefined;
  const kind = codesLeft(info) > 0 ? 'advice' : 'danger';
  const after = (text: string) =>
    kind === 'advice' ? `${text} ${t('lock-out.codes-left')}` : text;
  if (lasting.length === 1) {
    const text = after(t('lock-out.single.text'));
    return { kind, title: titleOfOnly(only.kind), text, remedies: remediesFor(info) };
  }
  if (!isOnePhone(lasting)) return undefined;
  const text = after(t('lock-out.same-device.text'));
  return { kind, title: t('lock-out.same-device'), text, remedies: remediesFor(info) };
}

function isOnePhone(lasting: Info['methods']): boolean {
  const apps = lasting.filter(({ kind }) => kind === 'totp').length;
  const carried = lasting.filter(({ kind, slot }) => kind === 'phone' && slot !== 'office').length;
  return apps === 1 && carried === 1 && lasting.length === 2;
}

function titleOfOnly(kind: MethodView['kind']): string {
  if (kind === 'totp') return t('lock-out.app');
  return kind === 'phone' ? t('lock-out.phone') : t('lock-out.other');
}

const WHERE_NEXT: readonly Slot[] = ['mobile', 'alternate', 'office'];

function remediesFor({ methods, mayAdd }: Info): Warning['remedies'] {
  const hasPhone = methods.some(({ kind }) => kind === 'phone');
  const isFree = (slot: Slot) =>
    mayAdd.slots.includes(slot) && !methods.some((method) => method.slot === slot);
  const slot = WHERE_NEXT.find(isFree);
  const label = hasPhone ? t('lock-out.add-number') : t('lock-out.add-phone');
  const addsApp = mayAdd.app && !methods.some(({ kind }) => kind === 'totp');
  return [
    ...(slot === undefined ? [] : [{ change: slot, label }]),
    ...(addsApp ? [{ change: 'app', label: t('lock-out.add-app') }] : []),
  ];
}

const codesLeft = ({ methods }: Info): number =>
  methods.find(({ kind }) => kind === 'saved-recovery-codes')?.codesLeft ?? 0;

function codes(info: Info): Warning | undefined {
  const made = info.methods.some(({ kind }) => kind === 'saved-recovery-codes');
  const n = codesLeft(info);
  if (!made) {
    const remedies = [{ change: 'codes', label: t('method.codes.make') }];
    return { kind: 'advice', title: t('codes.none'), text: t('codes.none.text'), remedies };
  }
  if (n > FEW_CODES) return undefined;
  const remedies = [{ change: 'codes', label: t('method.codes.make-new') }];
  return { kind: 'danger', title: titleOfFew(n), text: t('codes.few-left.text'), remedies };
}

function titleOfFew(n: number): string {
  if (n === 0) return t('codes.used-up');
  return n === 1 ? t('codes.one-left') : t('codes.few-left', { n });
}
