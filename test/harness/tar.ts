export type TarFile = {
  readonly name: string;
  readonly executable: boolean;
  readonly content: Buffer;
};

const BLOCK = 512;

/** The regular files of a ustar archive (POSIX 1003.1 pax, "ustar Interchange Format"). */
export function readTar(archive: Buffer): readonly TarFile[] {
  const files: TarFile[] = [];
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const text = (from: number, length: number): string =>
      archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (['0', ''].includes(text(156, 1))) {
      files.push({ name: safeName(text(0, 100)), executable: isExecutable(text(100, 8)), content });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

const isExecutable = (mode: string): boolean => (Number.parseInt(mode, 8) & 0o100) !== 0;

/** An archive must not write outside the folder that it is unpacked into. */
function safeName(name: string): string {
  if (name.startsWith('/') || name.split('/').includes('..'))
    throw new Error(`unsafe name ${name}`);
  return name;
}
