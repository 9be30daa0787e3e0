/** What is wrong with the URL of an image. */
export type ImageUrlRule =
  | 'vision/invalid-url'
  | 'vision/unsupported-format'
  | 'vision/invalid-base64'
  | 'vision/image-too-large'
  | 'vision/inaccessible-url';

/** Bytes. OpenAI vision fine-tuning guide: 10 MB. */
const maxImageBytes = 10 * 1024 * 1024;
/** The same guide. */
const imageTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** Endings of paths that are certainly none of these. */
const otherFile = /\.(?:gif|bmp|tiff?|svg|heic|avif|pdf)$/i;

const none: readonly ImageUrlRule[] = [];

/** The rules that `url` breaks; none for most. URLs may have many megabytes, so no pattern runs over all of one. */
export function brokenUrlRules(url: string): readonly ImageUrlRule[] {
  const scheme = /^(?:https?:\/\/|data:)/i.exec(url)?.[0];
  if (scheme === undefined) return ['vision/invalid-url'];
  if (scheme.endsWith('/')) return webUrlRules(url, scheme.length);
  const broken = dataUrlRule(url);
  return broken ? [broken] : none;
}

function webUrlRules(url: string, start: number): readonly ImageUrlRule[] {
  const end = indexOfAny(url, '/?#', start);
  const host = hostOf(url.slice(start, end));
  if (host === '' || /\s/.test(host)) return ['vision/invalid-url'];
  const isOtherFile = otherFile.test(url.slice(end, indexOfAny(url, '?#', end)).slice(-5));
  if (!isUnreachable(host)) return isOtherFile ? ['vision/unsupported-format'] : none;
  return isOtherFile ? ['vision/inaccessible-url', 'vision/unsupported-format'] : ['vision/inaccessible-url'];
}

/** Place of the first of `characters` from `from` on, or the end of the text. */
function indexOfAny(text: string, characters: string, from: number): number {
  for (let at = from; at < text.length; at++) if (characters.includes(text.charAt(at))) return at;
  return text.length;
}

/** `user@HOST:port`, in lower case. IPv6 keeps its brackets. */
function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const port = host.indexOf(':', host.startsWith('[') ? host.indexOf(']') : 0);
  return port < 0 ? host : host.slice(0, port);
}

/** True for a host that only this machine or its network knows. */
function isUnreachable(host: string): boolean {
  if (host === 'localhost' || host === '[::1]' || host.endsWith('.local')) return true;
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return false;
  const [first = 0, second = 0] = host.split('.').map(Number);
  if (first === 127 || first === 10) return true;
  if (first === 172) return second >= 16 && second <= 31;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}

function dataUrlRule(url: string): ImageUrlRule | undefined {
  const comma = url.indexOf(',');
  if (comma < 0) return 'vision/invalid-url';
  const header = url.slice('data:'.length, comma).toLowerCase();
  const type = header.split(';', 1)[0] ?? '';
  if (!imageTypes.has(type)) return 'vision/unsupported-format';
  const bytes = header.endsWith(';base64') ? base64Bytes(url, comma + 1) : undefined;
  if (bytes === undefined) return 'vision/invalid-base64';
  return bytes > maxImageBytes ? 'vision/image-too-large' : undefined;
}

/** How many bytes the base64 in `text` from `start` on stands for; undefined where it is none, or stands for nothing. */
function base64Bytes(text: string, start: number): number | undefined {
  const length = text.length - start;
  if (length === 0 || length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const end = text.length - padding;
  for (let at = start; at < end; at++) if (!isBase64(text.charCodeAt(at))) return undefined;
  return (length / 4) * 3 - padding;
}

/** A to Z, a to z, 0 to 9, + and /. */
function isBase64(unit: number): boolean {
  const letter = unit | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2b || unit === 0x2f;
}
