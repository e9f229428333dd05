import type { ReturnHandover } from '#relying-parties/return-handover.ts';
import type { Door, DoorResponse } from './ports.ts';

const PAGE = '/verify';

const sendOn = (location: string): DoorResponse => ({
  status: 303,
  contentType: 'text/plain',
  body: '',
  location,
});

/** Where our page leaves the browser that a program has handed over: on its way back. */
export const makeHandoverDoor = (returnHandover: ReturnHandover): Door => ({
  method: 'GET',
  path: `${PAGE}/return`,
  open: async ({ signInToken }) => {
    const returned = await returnHandover(signInToken);
    switch (returned.kind) {
      case 'nothing':
        return sendOn(PAGE);
      case 'unfinished':
        return sendOn(`${PAGE}#${returned.signIn.id}`);
      case 'done':
        return { ...sendOn(returned.location), signInToken: null };
    }
  },
});
