import { CLOUD } from '../../../examples/cloud/cloud.ts';
import { OFFICE } from '../../../examples/office/office.ts';
import { type Example, serve } from '../../../examples/serve.ts';
import { exampleApplication } from '../../../apps/server/src/cli/example-applications.ts';
import { freePort, type World } from '../world/world.ts';
import { register } from './peer.ts';

/** Both example applications; `*.localhost` are sites of their own to a browser. */
export async function startExamples(world: World) {
  const start = async (example: Example, host: string) => {
    const port = await freePort();
    const url = `http://${host}:${port}`;
    const wanted = exampleApplication(example.name, url);
    // Only browsers find `*.localhost`.
    const backchannelLogoutUri = `http://localhost:${port}/back-channel-logout`;
    const metadata = { ...wanted.metadata, backchannelLogoutUri };
    const { clientId, secret = '' } = await register(world, { ...wanted, metadata });
    const issuer = `${world.publicUrl}/oidc`;
    const running = await serve(example, { issuer, url, port, clientId, clientSecret: secret });
    return { ...running, url };
  };
  const office = await start(OFFICE, 'office.localhost');
  const cloud = await start(CLOUD, 'cloud.localhost');
  return {
    urls: { office: office.url, cloud: cloud.url },
    close: async () => void (await Promise.all([office.close(), cloud.close()])),
  };
}
