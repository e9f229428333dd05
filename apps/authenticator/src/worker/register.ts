type Policy = { createScriptURL(url: string): unknown };
type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
};

const WORKER = '/service-worker.js';

/** The one address that this policy lets through (Trusted Types, `trusted-types proofup-worker`). */
function workerUrl(): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not in every browser, and not in lib.dom
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return WORKER;
  const policy = trustedTypes.createPolicy('proofup-worker', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError('not our worker');
      return url;
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TrustedScriptURL stands where a string does
  return policy.createScriptURL(WORKER) as string;
}

/** So that the app starts without a network; where there are no workers it just does not. */
export async function registerWorker(): Promise<void> {
  await navigator.serviceWorker?.register(workerUrl()).catch(() => undefined);
}
