import type { OptionView } from '@proofup/contract/schemas.ts';

/** Drawn on 24 by 24, by strokes of 2. */
const PATHS = {
  mobile: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 15h2',
  office:
    'M4 21V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v16m0-11h4a1 1 0 0 1 1 1v10M2 21h20M8 8h3m-3 4h3m-3 4h3',
  text: 'M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm4 6h.01M12 11h.01M16 11h.01',
  call: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1Z',
  app: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm2 9 1.5 1.5L14.5 10',
  list: 'M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 5h6m-6 4h6m-6 4h4',
  plus: 'M12 5v14M5 12h14',
  computer: 'M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm4 17h8m-4-4v4',
  passkey:
    'M10 9a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM2 21a6 6 0 0 1 10-4.5M20 12a3 3 0 1 1-4 0 3 3 0 0 1 4 0Zm-2 2.2V21l2-1.5',
  pass: 'M15 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM12 11v10m0-3h3m-3-4h2',
} as const;

export type IconName = keyof typeof PATHS;

export const OPTION_ICONS: Readonly<Record<OptionView['type'], IconName>> = {
  passkey: 'passkey',
  text: 'text',
  call: 'call',
  'spoken-code': 'call',
  push: 'mobile',
  totp: 'app',
  'hardware-token': 'pass',
  'saved-recovery-code': 'list',
  'temporary-access-pass': 'pass',
};

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
