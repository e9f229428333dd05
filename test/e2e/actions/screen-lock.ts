import type { Page } from '@playwright/test';

/** The phone's own fingerprint reader, face or PIN (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/). */
export type ScreenLock = {
  /** Whether it is its owner who touches it. */
  recognises(owner: boolean): Promise<void>;
  /** Every passkey in it is gone. */
  lose(): Promise<void>;
};

/** `prf`: as newer phones have it, which give a secret to whom they recognise. */
export async function giveScreenLock(phone: Page, { prf }: { prf: boolean }): Promise<ScreenLock> {
  const session = await phone.context().newCDPSession(phone);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: prf,
    },
  });
  return {
    recognises: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    lose: async () => {
      await session.send('WebAuthn.clearCredentials', { authenticatorId });
    },
  };
}
