import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { readTar } from './tar.ts';

const decompress = promisify(brotliDecompress);

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/proofup-chromium', import.meta.url));

type Unpacked = {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Unpacks the Chromium that @sparticuz/chromium carries, with the libraries and the font that a
 * bare machine lacks. The package's own way is not ours: it trusts any /tmp/chromium that somebody
 * put there, and its arguments switch off web security.
 */
export async function unpackPackagedChromium(): Promise<Unpacked> {
  const source = path.dirname(
    path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))),
  );
  const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
  const folder = path.join(CACHE, String(version));
  if (!existsSync(folder)) await unpackAtOnce(path.join(source, 'bin'), folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/** The folder appears under its name only when it is complete, whoever else unpacks meanwhile. */
async function unpackAtOnce(bin: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(path.join(CACHE, 'draft-'));
  try {
    await chmod(draft, 0o755);
    await Promise.all([
      unpackBrowser(path.join(bin, 'chromium.br'), path.join(draft, 'chromium')),
      unpackTar(path.join(bin, 'al2023.tar.br'), draft),
      unpackTar(path.join(bin, 'fonts.tar.br'), draft),
    ]);
    await writeFile(path.join(draft, 'fonts.conf'), fontsConf(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

async function unpackBrowser(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
  await chmod(to, 0o755);
}

async function unpackTar(from: string, folder: string): Promise<void> {
  for (const { name, executable, content } of readTar(await decompress(await readFile(from)))) {
    const to = path.join(folder, name);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, content, { mode: executable ? 0o755 : 0o644 });
  }
}

/** Without one that names a folder with fonts, a bare machine shows no text at all. */
const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
