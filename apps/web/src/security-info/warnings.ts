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
  readonly methods: readonly Pick<
    MethodView,
    'kind' | 'state' | 'slot' | 'codesLeft' | 'passkey'
  >[];
  readonly mayAdd: SecurityInfoView['mayAdd'];
};

/** A sheet of ten is used up slowly, and then all at once. */
const FEW_CODES = 2;

/** What is missing for the day the phone is lost, the worst first. */
export function warningsFor(info: Info): readonly Warning[] {
  return [lockOut(info), codes(info)].filter((warning) => warning !== undefined);
}

const ONLY = {
  totp: { title: () => t('lock-out.app'), text: () => t('lock-out.single.text') },
  'hardware-token': {
    title: () => t('lock-out.hardware-token'),
    text: () => t('lock-out.single.text'),
  },
  phone: { title: () => t('lock-out.phone'), text: () => t('lock-out.single.text') },
  passkey: { title: () => t('lock-out.passkey'), text: () => t('lock-out.passkey.text') },
} as const;

type Method = Info['methods'][number];
type Lasting = Method & { readonly kind: keyof typeof ONLY };

const isLasting = (method: Method): method is Lasting =>
  method.state === 'active' && method.kind in ONLY;

function lockOut(info: Info): Warning | undefined {
  const lasting = info.methods.filter(isLasting);
  const [only] = lasting;
  if (only === undefined || outlivesAnyDevice(lasting)) return undefined;
  const isAlone = lasting.length === 1;
  const title = isAlone ? ONLY[only.kind].title() : t('lock-out.same-device');
  const text = isAlone ? ONLY[only.kind].text() : t('lock-out.same-device.text');
  const remedies = remediesFor(info);
  return codesLeft(info) > 0
    ? { kind: 'advice', title, text: `${text} ${t('lock-out.codes-left')}`, remedies }
    : { kind: 'danger', title, text, remedies };
}

/**
 * A lost phone takes its number and its app with it. A desk phone does not get lost with them, nor a
 * passkey: it is on a device of its own, or on as many as it is synced to.
 */
function outlivesAnyDevice(lasting: readonly Lasting[]): boolean {
  const count = (is: (method: Lasting) => boolean) => lasting.filter(is).length;
  if (count(({ passkey }) => passkey?.synced === true) > 0) return true;
  const desks = count(({ slot }) => slot === 'office');
  const numbers = count(({ kind }) => kind === 'phone') - desks;
  const apps = count(({ kind }) => kind === 'totp');
  const passkeys = count(({ kind }) => kind === 'passkey');
  return Math.max(numbers, apps) + desks + passkeys > 1;
}

const WHERE_NEXT: readonly Slot[] = ['mobile', 'alternate', 'office'];

function remediesFor({ methods, mayAdd }: Info): Warning['remedies'] {
  const hasPhone = methods.some(({ kind }) => kind === 'phone');
  const isFree = (slot: Slot) =>
    mayAdd.slots.includes(slot) && !methods.some((method) => method.slot === slot);
  const slot = WHERE_NEXT.find(isFree);
  const label = hasPhone ? t('lock-out.add-number') : t('lock-out.add-phone');
  const addsApp = mayAdd.app && !methods.some(({ kind }) => kind === 'totp');
  const addsPasskey = mayAdd.passkey && !methods.some(({ kind }) => kind === 'passkey');
  return [
    ...(slot === undefined ? [] : [{ change: slot, label }]),
    ...(addsApp ? [{ change: 'app', label: t('lock-out.add-app') }] : []),
    ...(addsPasskey ? [{ change: 'passkey', label: t('lock-out.add-passkey') }] : []),
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
