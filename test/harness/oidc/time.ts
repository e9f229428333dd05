import { mock } from 'node:test';
import type { World } from '../world/world.ts';

/** The library and its peers ask the machine what time it is; here it is what the world says. */
export function pretendItIs({ clock }: Pick<World, 'clock'>) {
  mock.timers.enable({ apis: ['Date'], now: clock.now().getTime() });
  return {
    advance: (milliseconds: number): void => {
      clock.advance(milliseconds);
      mock.timers.setTime(clock.now().getTime());
    },
    end: (): void => mock.timers.reset(),
  };
}
