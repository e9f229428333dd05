const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const QUOTED = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`;
const TEMPLATE = '`(?:\\\\[\\s\\S]|[^`\\\\])*`';
/** A slash that follows an operator, a bracket or `return` begins a regular expression. */
const PATTERN = String.raw`(?<=(?:[=(,:[!&|?{};]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[a-z]*`;
const TOKEN = new RegExp([COMMENT, QUOTED, TEMPLATE, PATTERN].join('|'), 'g');

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

/** The same text with nothing in the place of comments: positions and line numbers stay. */
export const withoutComments = (text: string): string =>
  text.replaceAll(TOKEN, (token) => (isComment(token) ? blank(token) : token));

/** The same text with the insides of texts and regular expressions blanked as well. */
export const codeOnly = (text: string): string =>
  text.replaceAll(TOKEN, (token) => {
    if (isComment(token)) return blank(token);
    if (!token.startsWith('`')) return `'${blank(token.slice(1, -1))}'`;
    const parts = token.slice(1, -1).split(/(\$\{[^{}]*\})/);
    return `'${parts.map((part, n) => (n % 2 === 1 ? asCode(part) : blank(part))).join('')}'`;
  });

const isComment = (token: string): boolean => /^\/[/*]/.test(token);

/** What a template embeds is code: `'…'+(a === b)+'…'`, kept at its length. */
const asCode = (embedded: string): string => `' ${codeOnly(embedded.slice(2, -1))}'`;

export const lineAt = (text: string, position: number): number =>
  text.slice(0, position).split('\n').length;
