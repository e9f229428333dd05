/** A clock that only the test moves. `now` is what code under test receives as its clock. */
export type TestClock = {
  readonly now: () => Date;
  readonly advance: (milliseconds: number) => void;
  readonly set: (date: Date) => void;
};

export function makeClock(start: Date): TestClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
    set: (date) => {
      time = date.getTime();
    },
  };
}
