import { makeCallBack } from './carrier/call-back.ts';
import type { Line } from './carrier/line.ts';
import type { CallResource, MessageResource } from './carrier/resources.ts';
import { makeRestApi } from './carrier/rest-api.ts';
import { makeControl, type PhoneControl } from './control.ts';
import { startMailServer } from './mail/mail-server.ts';
import { makeStore } from './store.ts';
import { startWebServer } from './web/web-server.ts';

export type SimulatorSettings = {
  readonly accountSid: string;
  readonly authToken: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly smtpPort: number;
  /** Without it, the page and its control are open to everyone on this machine. */
  readonly controlToken?: string;
  /** How long a second of speech, silence or ringing takes; tests have no time to listen. */
  readonly secondMs?: number;
};

export type Simulator = {
  readonly url: string;
  readonly smtpPort: number;
  readonly control: PhoneControl;
  close(): Promise<void>;
};

const clock = (): Date => new Date();

/** A telephone network on one machine: a carrier to send through, and all the phones it reaches. */
export async function createSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const { accountSid, authToken, controlToken, secondMs = 1000 } = settings;
  const closing = new AbortController();
  const closed = closing.signal;
  const store = makeStore(clock);
  const lines = new Map<string, Line>();
  const control = makeControl({ store, lines });
  const api = makeRestApi({
    store,
    lines,
    accountSid,
    authToken,
    clock,
    secondMs,
    closed,
    callBack: makeCallBack({ authToken, closed }),
    messages: new Map<string, MessageResource>(),
    calls: new Map<string, CallResource>(),
  });
  const mail = await startMailServer({ store, port: settings.smtpPort });
  const web = await startWebServer({ store, control, api, port: settings.port, controlToken });
  return {
    url: `http://localhost:${web.port}`,
    smtpPort: mail.port,
    control,
    close: async () => {
      closing.abort();
      await Promise.all([web.close(), mail.close()]);
    },
  };
}
