import type { LineFault } from '@proofup/contract/line-faults.ts';
import type { LineResultView, ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { STATE_WORDS } from '#admin/words.ts';

const FAULTS: Readonly<Record<LineFault, () => string>> = {
  quotes: () => t('import.fault.quotes'),
  fields: () => t('import.fault.fields'),
  login: () => t('import.fault.login'),
  name: () => t('import.fault.name'),
  email: () => t('import.fault.email'),
  state: () => t('import.fault.state'),
  language: () => t('import.fault.language'),
  repeated: () => t('import.fault.repeated'),
  taken: () => t('import.fault.taken'),
  'unknown-person': () => t('import.fault.unknown-person'),
  'own-account': () => t('import.fault.own-account'),
  'out-of-reach': () => t('import.fault.out-of-reach'),
  'needs-approval': () => t('import.fault.needs-approval'),
  'needs-two-steps': () => t('import.fault.needs-two-steps'),
  serial: () => t('import.fault.serial'),
  secret: () => t('import.fault.secret'),
  interval: () => t('import.fault.interval'),
  maker: () => t('import.fault.maker'),
};

const isState = (text: string): text is ListedUserView['state'] => text in STATE_WORDS;
const stateWord = (text = ''): string => (isState(text) ? STATE_WORDS[text]() : text);

/** What came of a line, or would. */
export function lineWords({ kind, why, before, after }: LineResultView): string {
  if (kind === 'bad') return why === undefined ? '' : FAULTS[why]();
  if (kind === 'added') return t('import.would-add');
  if (kind === 'unchanged') return t('import.state.same');
  return t('import.state.change', { before: stateWord(before), after: stateWord(after) });
}
