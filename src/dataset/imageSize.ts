/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The size of a PNG, JPEG or WebP image, from the start of its bytes; undefined where it cannot be told. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return pngSize(view) ?? webpSize(view) ?? jpegSize(view);
  } catch (error) {
    // The image ends before its size.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const pngMark = 0x89504e47;

// PNG specification (third edition, 2025), 11.2.1: IHDR comes first.
function pngSize(view: DataView): ImageSize | undefined {
  if (view.getUint32(0) !== pngMark) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

const riff = 0x52494646;
const webpChunk = { lossy: 0x56503820, lossless: 0x5650384c, extended: 0x56503858 };

// RFC 9649, 2.5 to 2.7: sizes of the three kinds of first chunk.
function webpSize(view: DataView): ImageSize | undefined {
  if (view.getUint32(0) !== riff) return undefined;
  switch (view.getUint32(12)) {
    case webpChunk.lossy:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case webpChunk.lossless: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case webpChunk.extended:
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: ((view.getUint32(26, true) >>> 8) & 0xffffff) + 1,
      };
    default:
      return undefined;
  }
}

const startOfImage = 0xffd8;
/** Markers between C0 and CF that are no start of a frame: DHT, JPG, DAC. */
const noFrame: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);

// ITU-T T.81, B.1 and B.2: segments up to the one that starts a frame.
function jpegSize(view: DataView): ImageSize | undefined {
  if (view.getUint16(0) !== startOfImage) return undefined;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !noFrame.has(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return undefined;
}
