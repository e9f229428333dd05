const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android[^;]*; ([^;)]+?)(?: Build|\))/, ''],
  [/Android/, 'Android'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux/, 'Linux'],
];

/** A first guess that its owner can change. */
export function nameOfThisPhone(userAgent: string): string {
  for (const [pattern, name] of NAMES) {
    const found = pattern.exec(userAgent);
    if (found !== null) return name || (found[1] ?? 'Android').slice(0, 64);
  }
  return 'My phone';
}
