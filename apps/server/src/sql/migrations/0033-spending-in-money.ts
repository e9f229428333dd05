import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ numberIn }: ColumnTypes): readonly string[] => {
  const [perDay, price] = [numberIn('value', 'perDay'), numberIn('value', 'textPrice')];
  // As many texts as before where no price is set, as each then counts 1; a limit never becomes none.
  const texts = `case when ${price} > 1 then (${perDay} + ${price} - 1) / ${price} else ${perDay} end`;
  return [
    `update policy set value = '{"perDay":' || cast(${texts} as text) || '}' where question = 'spending'`,
    // What the day cost so far was in the old unit.
    `delete from spending`,
  ];
};

export const spendingInMoney: Migration = { id: '0033-spending-in-money', statements };
