import { CLOUD } from './cloud/cloud.ts';
import { OFFICE } from './office/office.ts';
import { type Example, serve } from './serve.ts';

/** `node examples/main.ts`: both applications, from what the environment says of each. */
const EXAMPLES: Readonly<Record<string, Example>> = { OFFICE, CLOUD };

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: see docs/guides/openid-connect.md`);
  return value;
}

for (const [name, example] of Object.entries(EXAMPLES)) {
  const url = setting(`${name}_URL`);
  await serve(example, {
    issuer: setting('ISSUER'),
    url,
    port: Number(new URL(url).port),
    clientId: setting(`${name}_CLIENT_ID`),
    clientSecret: setting(`${name}_CLIENT_SECRET`),
  });
}
