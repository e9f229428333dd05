import { t } from '@proofup/ui/security-info-text.ts';
import type { ReactNode } from 'react';
import { AccountLinks } from '#security-info/account-links.tsx';
import { AppPasswords } from '#security-info/app-passwords.tsx';
import { Methods } from '#security-info/methods.tsx';
import type { OverviewProps } from '#security-info/overview.tsx';
import { Password } from '#security-info/password.tsx';
import { PreferredOption } from '#security-info/preferred-option.tsx';
import { RememberedBrowsers } from '#security-info/remembered-browsers.tsx';

export type SectionProps = Pick<OverviewProps, 'client' | 'info' | 'onInfo' | 'onSaid' | 'reload'>;

export type SectionEntry = {
  /** Its fragment of the address. */
  readonly id: string;
  readonly title: () => string;
  /** In the in-page navigation, where there is room for few words. */
  readonly link: () => string;
  readonly lead?: () => string;
  /** Left out: always. */
  readonly isShown?: (info: SectionProps['info']) => boolean;
  readonly Content: (props: SectionProps) => ReactNode;
};

/** What the page is made of, in its order. */
export const SECTIONS: readonly SectionEntry[] = [
  {
    id: 'methods',
    title: () => t('respond.title'),
    link: () => t('section.methods'),
    Content: Methods,
  },
  {
    id: 'preferred',
    title: () => t('preferred.title'),
    link: () => t('section.preferred'),
    lead: () => t('preferred.lead'),
    Content: PreferredOption,
  },
  {
    id: 'password',
    title: () => t('password.title'),
    link: () => t('password.title'),
    Content: Password,
  },
  {
    id: 'remembered-browsers',
    title: () => t('remembered.title'),
    link: () => t('remembered.title'),
    isShown: ({ has }) => has.rememberedBrowsers,
    Content: RememberedBrowsers,
  },
  {
    id: 'app-passwords',
    title: () => t('app-passwords.title'),
    link: () => t('app-passwords.title'),
    isShown: ({ has }) => has.appPasswords,
    Content: AppPasswords,
  },
  {
    id: 'account',
    title: () => t('section.account'),
    link: () => t('section.account'),
    Content: AccountLinks,
  },
];
