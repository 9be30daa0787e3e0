export function packRanks(encoding: 'o200k_base' | 'cl100k_base'): Promise<Uint8Array>;
