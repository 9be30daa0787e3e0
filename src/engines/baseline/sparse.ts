/**
 * The places of a table that hold something, as bytes: how many (32 bits), the places, then their numbers from each of the
 * tables. Little-endian, as every machine that Node runs on for this project stores them.
 */
export function packSparse(tables: readonly Float32Array[]): Buffer {
  const length = tables[0]?.length ?? 0;
  const places: number[] = [];
  for (let place = 0; place < length; place++) {
    if (tables.some((table) => table[place] !== 0)) places.push(place);
  }
  const words = new Int32Array(1 + places.length);
  words[0] = places.length;
  words.set(places, 1);
  const numbers = tables.map((table) => Float32Array.from(places, (place) => table[place] as number));
  return Buffer.concat([words, ...numbers].map((array) => new Uint8Array(array.buffer)));
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
