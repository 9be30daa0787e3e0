/** One file of a zip archive. */
export interface ZipEntry {
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/** Lists a zip archive from its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16), without ZIP64. */
export function zipEntries(archive: Buffer): readonly ZipEntry[] {
  // The end record is last, but for a comment of at most 65,535 bytes.
  const end = archive.lastIndexOf(Buffer.from(Uint32Array.of(endSignature).buffer));
  if (end < 0) throw new Error('Not a zip archive.');
  const count = archive.readUInt16LE(end + 10);
  let offset = archive.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(offset) !== entrySignature) throw new Error(`No zip entry at byte ${offset}.`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => archive.readUInt16LE(offset + at));
    const path = archive.toString('utf8', offset + 46, offset + 46 + (nameLength ?? 0));
    entries.push({ path, size: archive.readUInt32LE(offset + 24) });
    offset += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}
