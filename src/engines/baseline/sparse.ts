/**
 * The places of a table that hold something, as bytes: how many (32 bits), the places, then their numbers from each of the
 * tables. Little-endian, as all machines are that Node runs on today.
 */
export function packSparse(tables: readonly Float32Array[]): readonly Uint8Array[] {
  const length = tables[0]?.length ?? 0;
  const isUsed = (place: number): boolean => tables.some((table) => table[place] !== 0);
  let count = 0;
  for (let place = 0; place < length; place++) if (isUsed(place)) count++;
  const places = new Int32Array(count);
  for (let place = 0, entry = 0; place < length; place++) if (isUsed(place)) places[entry++] = place;
  const numbers = tables.map((table) => {
    const packed = new Float32Array(count);
    for (let entry = 0; entry < count; entry++) packed[entry] = table[places[entry] as number] as number;
    return packed;
  });
  return [Int32Array.of(count), places, ...numbers].map((array) => new Uint8Array(array.buffer));
}

/** The tables of 2^bits places that were packed. Throws RangeError where the bytes do not fit. */
export function unpackSparse(bytes: Uint8Array, tables: number, bits: number): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(0, true);
  if (bytes.byteLength !== 4 * (1 + count * (1 + tables))) throw new RangeError('The packed table is cut short.');
  return Array.from({ length: tables }, (_, index) => {
    const table = new Float32Array(2 ** bits);
    for (let entry = 0; entry < count; entry++) {
      const number = view.getFloat32(4 * (1 + count * (1 + index) + entry), true);
      table[view.getInt32(4 * (1 + entry), true)] = number;
    }
    return table;
  });
}
