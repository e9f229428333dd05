export type Platform = 'ios' | 'android' | 'computer';

/** An iPad says that it is a Mac, and has fingers where a Mac has none. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
  const isPad = userAgent.includes('Macintosh') && touchPoints > 1;
  if (isPad || /iPhone|iPad/.test(userAgent)) return 'ios';
  return userAgent.includes('Android') ? 'android' : 'computer';
}

export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;
