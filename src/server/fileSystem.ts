import { realpath, statfs } from 'node:fs/promises';

/**
 * File systems that several machines may share, by the type that Linux tells: include/uapi/linux/magic.h, and for those
 * outside of the kernel the list of GNU coreutils' stat (src/stat.c), both of 2025. All of FUSE is here, since sshfs is.
 */
const networkTypes: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x65735546, // FUSE
  0x01021997, // 9p: virtual machines, and Windows' disks in WSL
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x00c36400, // Ceph
  0x5346414f, // AFS
  0x6b414653, // AFS of the kernel
  0x73757245, // Coda
  0x20030528, // OrangeFS
  0xaad7aaea, // PanFS
  0x01161970, // GFS2
  0x7461636f, // OCFS2
  0x786f4256, // shared folders of VirtualBox
  0xbacbacbc, // shared folders of VMware
]);

export interface FileSystemFacts {
  readonly platform: NodeJS.Platform;
  /** As statfs(2) tells it; other systems than Linux number theirs otherwise. */
  readonly type: number;
  /** With links and mapped drives followed. */
  readonly path: string;
}

/**
 * True where locks and shared memory may not reach every machine that sees the files. macOS tells nothing that could be
 * known by, so folders there count as local.
 */
export function isNetworkFileSystem({ platform, type, path }: FileSystemFacts): boolean {
  if (platform === 'win32') return path.startsWith('\\\\');
  return platform === 'linux' && networkTypes.has(type >>> 0);
}

/** The same for a folder that is there. */
export async function isOnNetwork(folder: string): Promise<boolean> {
  const [{ type }, path] = await Promise.all([statfs(folder), realpath(folder)]);
  return isNetworkFileSystem({ platform: process.platform, type, path });
}
