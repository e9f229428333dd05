import type { SourceFile } from './files.ts';
import { codeOnly, lineAt } from './text.ts';

const SECRET = /^(secret|token|code|mac|hmac|hash|signature|digest)s?$|^hashes$/;

/** Names that tell of a secret without being one, by their last word. */
const ABOUT =
  /^(id|ids|kind|type|name|length|count|size|digits|at|ttl|index|status|algorithm|version|state)$/;

/** `code` in these words is nothing that anybody could guess. */
const HARMLESS = new Set(['status', 'error', 'country', 'calling', 'provider', 'exit', 'reason']);

const OPERAND = String.raw`[\w$]+(?:(?:\?\.|!?\.)[\w$]+|!?\[[^\][\n]*\]|\([^()\n]*\))*!?`;
const COMPARISON = new RegExp(
  String.raw`(?<typeof>\btypeof\s+)?(?<left>${OPERAND}|'[^'\n]*')\s*[!=]==?\s*(?<right>${OPERAND}|-?\d[\w.]*|'[^'\n]*'|\S)`,
  'g',
);
const BUFFER_COMPARISON = new RegExp(
  String.raw`(?<left>${OPERAND})\.(?:equals|compare|localeCompare)\(\s*(?<right>${OPERAND}|'[^'\n]*')`,
  'g',
);
const CONSTANT = /^(?:'.*|-?\d.*|undefined|null|true|false|NaN|[A-Z][A-Z0-9_]*)$/;

/**
 * Where a secret is compared in a way that takes longer the more of it is right. `timingSafeEqual`
 * on digests is what crypto/ has for it. Constants are not secrets: comparing with one is fine.
 */
export function secretCompares({ file, text }: SourceFile): readonly string[] {
  const code = codeOnly(text);
  return [...code.matchAll(COMPARISON), ...code.matchAll(BUFFER_COMPARISON)]
    .filter(({ groups = {} }) => isUnsafe(groups))
    .map((match) => `${file}:${lineAt(code, match.index)} ${match[0].replaceAll(/\s+/g, ' ')}`);
}

function isUnsafe(groups: Readonly<Record<string, string | undefined>>): boolean {
  const { typeof: typeOf, left = '', right = '' } = groups;
  const operands = [left, right];
  if (typeOf !== undefined || operands.some((operand) => CONSTANT.test(operand))) return false;
  return operands.some((operand) => isSecretName(lastName(operand)));
}

/** `given.code` and `codeOf(given)` are codes; `codes.length` is a number. */
function lastName(operand: string): string {
  const names = operand.replaceAll(/\([^()]*\)|\[[^\][]*\]|!/g, '').split(/\?\.|\./);
  return names.at(-1) ?? '';
}

function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_$]+/);
  if (ABOUT.test(words.at(-1) ?? '')) return false;
  return words.some((word, n) => SECRET.test(word) && !HARMLESS.has(words[n - 1] ?? ''));
}
