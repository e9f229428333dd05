import type { AppView } from '@proofup/contract/schemas.ts';
import { useId } from 'react';
import type { Section } from '#my-apps/arrange.ts';

export function Tiles({ title, apps }: Section) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className="tiles">
        {apps.map((app) => (
          <Tile key={app.id} app={app} />
        ))}
      </ul>
    </section>
  );
}

const Tile = ({ app }: { readonly app: AppView }) => (
  <li>
    <a className="tile" href={app.url}>
      <span className="tile-mark" aria-hidden="true">
        {app.name.slice(0, 1).toLocaleUpperCase()}
      </span>
      {app.name}
    </a>
  </li>
);
