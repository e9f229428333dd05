import type { CDPSession, Page } from '@playwright/test';

/** An authenticator inside the browser (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/). */
export type VirtualAuthenticator = {
  /** Whether its person is there: it answers at once, or never. */
  answers(present: boolean): Promise<void>;
  /** Its one key with another counter: as somebody copied it earlier. */
  setCounter(counter: number): Promise<void>;
  readonly counter: () => Promise<number>;
  /** The same key in one that has no fingerprint reader, PIN or the like. */
  moveToPlainOne(): Promise<void>;
};

const COMMON = {
  protocol: 'ctap2',
  hasResidentKey: true,
  automaticPresenceSimulation: true,
} as const;

/** `internal`: chosen at once where a browser suggests it; `usb`: only where it is asked for. */
export async function addAuthenticator(
  page: Page,
  transport: 'internal' | 'usb' = 'usb',
): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    ...COMMON,
    transport,
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  const only = () => onlyCredential(session, authenticatorId);
  return {
    answers: async (enabled) => {
      const presence = { authenticatorId, enabled };
      await session.send('WebAuthn.setAutomaticPresenceSimulation', presence);
    },
    setCounter: async (signCount) => {
      const credential = { ...(await only()), signCount };
      const { credentialId } = credential;
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
      await session.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
    counter: async () => (await only()).signCount,
    moveToPlainOne: async () => {
      const credential = await only();
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      const plain = { ...COMMON, transport: 'usb', hasUserVerification: false } as const;
      const added = await session.send('WebAuthn.addVirtualAuthenticator', { options: plain });
      await session.send('WebAuthn.addCredential', { ...added, credential });
    },
  };
}

async function onlyCredential(session: CDPSession, authenticatorId: string) {
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
  const [credential, ...others] = credentials;
  if (credential === undefined || others.length > 0) throw new Error('not one passkey');
  return credential;
}
