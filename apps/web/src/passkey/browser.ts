import type { CreationOptionsView, RequestOptionsView } from '@proofup/contract/schemas.ts';

/** How a dialog of the browser ended. */
export type Ceremony =
  | { readonly kind: 'answered'; readonly output: unknown }
  /** Closed, timed out, or taken away by another one: the browser does not say which. */
  | { readonly kind: 'cancelled' }
  /** The device has a passkey for this account already. */
  | { readonly kind: 'exists' };

export const createPasskey = (options: CreationOptionsView): Promise<Ceremony> =>
  asked(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  );

type Asking = {
  readonly signal?: AbortSignal;
  /** `conditional`: among the suggestions of a field, instead of in a dialog. */
  readonly mediation?: 'conditional';
};

export const askForPasskey = (
  options: RequestOptionsView,
  asking: Asking = {},
): Promise<Ceremony> =>
  asked(() =>
    navigator.credentials.get({
      ...asking,
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  );

async function asked(ask: () => Promise<Credential | null>): Promise<Ceremony> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential
      ? { kind: 'answered', output: credential.toJSON() }
      : { kind: 'cancelled' };
  } catch (error) {
    const exists = error instanceof DOMException && error.name === 'InvalidStateError';
    return { kind: exists ? 'exists' : 'cancelled' };
  }
}
