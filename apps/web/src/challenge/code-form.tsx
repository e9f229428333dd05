import { errorText, t } from '@proofup/ui/text.ts';
import {
  type FormEvent,
  type InputHTMLAttributes,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { type CodeWords, tidyCode } from '#challenge/code-screen.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { codeOf, type Failure } from '#kit/use-call.ts';

type Problem = Extract<Failure, { kind: 'problem' }>;

type Props = {
  readonly words: Pick<CodeWords, 'label' | 'numeric'>;
  readonly wrong: Problem | undefined;
  readonly busy: boolean;
  readonly onCode: (code: string) => void;
  readonly children?: ReactNode;
};

/** These are about what was typed, so they belong to the input. */
export function isWrongCode(failure: Failure | undefined): failure is Problem {
  const code = codeOf(failure);
  return code === 'code_rejected' || code === 'code_already_used';
}

export function CodeForm({ words, wrong, busy, onCode, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [empty, setEmpty] = useState(false);

  useEffect(() => {
    if (wrong === undefined || input.current === null) return;
    input.current.value = '';
    input.current.focus();
  }, [wrong]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const code = tidyCode(input.current?.value ?? '');
    setEmpty(code === '');
    if (code === '') input.current?.focus();
    else if (!busy) onCode(code);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={words.label}
        name="code"
        inputRef={input}
        error={empty ? t('code.empty') : wrongText(wrong)}
        input={inputFor(words.numeric)}
      />
      {children}
      <Button type="submit" look="primary" busy={busy}>
        {t('action.verify')}
      </Button>
    </form>
  );
}

function wrongText(wrong: Problem | undefined): string | undefined {
  if (wrong === undefined) return undefined;
  const { happened, safe, next } = errorText(wrong.problem.code);
  return [happened, safe, next].join(' ');
}

const inputFor = (numeric: boolean): InputHTMLAttributes<HTMLInputElement> => ({
  className: 'code-input',
  // Room for the spaces that a paste brings along.
  maxLength: 64,
  autoComplete: numeric ? 'one-time-code' : 'off',
  autoCapitalize: numeric ? 'none' : 'characters',
  spellCheck: false,
  ...(numeric ? { inputMode: 'numeric', pattern: '[0-9 \\-]*' } : {}),
});
