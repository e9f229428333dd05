import type { BrowserContext } from '@playwright/test';

export type Complaint = {
  readonly kind: 'console' | 'exception' | 'policy';
  readonly text: string;
};

declare global {
  var complainOfPolicy: ((text: string) => void) | undefined;
}

/** A refusal that the page shows in its own words is no fault, though the browser logs it as one. */
const isRefusal = (text: string, url: string): boolean =>
  /^Failed to load resource: .* status of 4\d\d/.test(text) &&
  /\/api\/|\/entra\/authorize$|\/oidc\/interaction\/|\/callback\?/.test(url);

/** Notes every error in a console, every exception and every breach of the content security policy. */
export async function watch(context: BrowserContext, complaints: Complaint[]): Promise<void> {
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' || isRefusal(text, message.location().url)) return;
    complaints.push({ kind: 'console', text });
  });
  context.on('weberror', (error) => {
    complaints.push({ kind: 'exception', text: error.error().message });
  });
  await context.exposeFunction('complainOfPolicy', (text: string) => {
    complaints.push({ kind: 'policy', text });
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      globalThis.complainOfPolicy?.(`${effectiveDirective}: ${blockedURI}`);
    });
  });
}
