import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AuditHead } from './ports.ts';

const HEAD = z.object({
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  sealedAt: z.iso.datetime(),
});

/** Moved into place, so that whoever copies it away never sees half of it. */
export async function writeHeadFile(file: string, head: AuditHead): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(head)}\n`);
  await rename(`${file}.new`, file);
}

/** Undefined: there is no such file, or it is not a head. */
export async function readHeadFile(file: string): Promise<AuditHead | undefined> {
  try {
    const { sealedAt, ...head } = HEAD.parse(JSON.parse(await readFile(file, 'utf8')));
    return { ...head, sealedAt: new Date(sealedAt) };
  } catch {
    return undefined;
  }
}
