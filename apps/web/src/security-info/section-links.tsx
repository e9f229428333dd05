import { t } from '@proofup/ui/security-info-text.ts';
import { useMedia } from '#kit/use-media.ts';

type Props = { readonly sections: readonly { readonly id: string; readonly link: () => string }[] };

/** The way around the page: beside it where there is room, folded away on a phone. */
export function SectionLinks({ sections }: Props) {
  const roomy = useMedia('(min-width: 60rem)');
  const links = (
    <ul>
      {sections.map(({ id, link }) => (
        <li key={id}>
          <a href={`#${id}`}>{link()}</a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav className="section-links" aria-label={t('sections.title')}>
      {roomy ? (
        links
      ) : (
        <details>
          <summary>{t('sections.title')}</summary>
          {links}
        </details>
      )}
    </nav>
  );
}
