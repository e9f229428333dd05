import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import type { CodeAccount } from '#codes/code-account.ts';
import type { Codes } from '#codes/use-codes.ts';
import { Field } from '#kit/field.tsx';
import { CodeCard } from '#screens/code-card.tsx';

/** With fewer there is nothing to look for. */
const SEARCH_FROM = 4;

const isFound = ({ issuer, account }: CodeAccount, words: string): boolean =>
  `${issuer} ${account}`.toLowerCase().includes(words.trim().toLowerCase());

const roomOf = ({ id }: CodeAccount, all: readonly CodeAccount[]) => ({
  up: all[0]?.id !== id,
  down: all.at(-1)?.id !== id,
});

/** The codes of every site, in the order their owner gave them. */
export function CodeList(codes: Codes) {
  const [words, setWords] = useState('');
  const all = codes.codes;
  // Its neighbours may be out of sight.
  const isStill = words.trim() !== '' || all.length < 2;
  if (all.length === 0) return null;
  return (
    <section className="codes" aria-labelledby="codes">
      <h2 id="codes">{t('codes.title')}</h2>
      {all.length >= SEARCH_FROM ? (
        <Field
          label={t('codes.search')}
          input={{
            name: 'search',
            type: 'search',
            value: words,
            onChange: (event) => setWords(event.target.value),
          }}
        />
      ) : null}
      <ul className="cards">
        {all
          .filter((one) => isFound(one, words))
          .map((account) => (
            <CodeCard
              key={account.id}
              {...{ account, codes }}
              room={isStill ? undefined : roomOf(account, all)}
            />
          ))}
      </ul>
    </section>
  );
}
