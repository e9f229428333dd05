import type {
  GroupView,
  PolicyAnswer,
  PolicyQuestion,
  PricesView,
} from '@proofup/contract/schemas.ts';
import type { ReactNode } from 'react';

export type FieldsProps<Value> = {
  readonly value: Value;
  readonly groups: readonly GroupView[];
  readonly prices: PricesView;
};

/** How a question is asked on its page, and how its answer is read and told. */
export type Editor<Question extends PolicyQuestion = PolicyQuestion> = {
  readonly title: () => string;
  readonly text: () => string;
  readonly Fields: (props: FieldsProps<PolicyAnswer<Question>>) => ReactNode;
  readonly read: (data: FormData) => PolicyAnswer<Question>;
  /** The answer in one line. */
  readonly tell: (value: PolicyAnswer<Question>, prices: PricesView) => string;
};
