import { t } from '@proofup/ui/admin-text.ts';
import { METHOD_WORDS, TYPE_WORDS } from '#admin/people/method-words.ts';

const WORDS: ReadonlyMap<string, () => string> = new Map(
  Object.entries({
    ...METHOD_WORDS,
    ...TYPE_WORDS,
    mail: () => t('record.method.mail'),
    'app-password': () => t('record.method.app-password'),
  }),
);

/** What a record means by its method; a word that is not known stands as it is. */
export const methodText = (method: string): string => WORDS.get(method)?.() ?? method;

const PROVED = [...Object.keys(TYPE_WORDS), 'app-password'];
const ADDED = ['passkey', 'device', 'totp', 'hardware-token', 'phone'];

const choices = (methods: readonly string[]) =>
  methods.map((method) => [method, methodText(method)] as const);

/** What sign-ins are proved with. */
export const provedChoices = () => choices(PROVED);
/** What is set up. */
export const addedChoices = () => choices(ADDED);
