import * as vscode from 'vscode';
import { rolesInWords } from '../../dataset/example.ts';
import { hoverFactAt, type HoverFact } from '../../dataset/hoverFacts.ts';
import { imageSize } from '../../dataset/imageSize.ts';
import { isEstimate } from '../../dataset/tokens/exampleTokens.ts';
import { bytesOfBase64 } from '../cacheFile.ts';
import { plainText } from '../markdown.ts';
import { counted } from '../plural.ts';
import { checkedNow } from './checked.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import type { TokensOf } from './tokenCounts.ts';
import { docParagraphs, paragraphs } from './words.ts';

const { t } = vscode.l10n;

type ImageFact = Extract<HoverFact, { type: 'image' }>;

export interface HoverPorts {
  readonly tokensOf: TokensOf;
  /** Keeps an image in a file and returns its path. */
  readonly imageFile: (bytes: Uint8Array, extension: string) => Promise<string>;
}

/** Hovers: what a key or a role means, the picture behind a data URL, and the whole example at its first brace. */
export function datasetHovers(
  diagnostics: DatasetDiagnostics,
  { tokensOf, imageFile }: HoverPorts,
): vscode.HoverProvider {
  const wordsOf = async (
    fact: HoverFact,
    document: vscode.TextDocument,
    line: number,
  ): Promise<vscode.MarkdownString> => {
    switch (fact.type) {
      case 'key':
      case 'value':
        return paragraphs(`**${plainText(fact.name)}**`, ...docParagraphs(fact.doc));
      case 'row':
        return rowWords(fact, tokenWords(document.lineAt(line).text, tokensOf(document, line)));
      case 'image':
        return imageWords(fact, imageFile);
    }
  };
  return {
    async provideHover(document, { line, character }) {
      const checker = checkedNow(diagnostics, document);
      if (!checker) return undefined;
      const fact = hoverFactAt(document.lineAt(line).text, character, checker.session.summary.format);
      if (!fact) return undefined;
      const range = new vscode.Range(line, fact.span.start, line, fact.span.end);
      return new vscode.Hover(await wordsOf(fact, document, line), range);
    },
  };
}

// Words and text of the dataset go in as plain text alone: nothing of a row is ever Markdown.

function rowWords({ format, view }: Extract<HoverFact, { type: 'row' }>, tokens: string): vscode.MarkdownString {
  return paragraphs(`**${plainText(t('{0} example', format))}**`, plainText(rolesInWords(view)), plainText(tokens));
}

/** Empty for a row that has none because it is no JSON. */
function tokenWords(row: string, tokens: number | undefined): string {
  if (tokens === undefined) return t('Tokens are being counted.');
  if (tokens === 0) return '';
  return isEstimate(row) ? t('About {0}', counted.tokens(tokens)) : counted.tokens(tokens);
}

/** UTF-16 units of base64; images above 10 MB are skipped by services. Source: OpenAI vision fine-tuning guide, 2026. */
const maxImageText = Math.ceil((10 * 2 ** 20) / 3) * 4;
/** Pixels: what a hover shows without scrolling. */
const shown = { width: 480, height: 170 };

/** The picture comes from a file: VS Code cuts the text of a hover at 100,000 characters. */
async function imageWords(
  { base64, imageType, doc }: ImageFact,
  imageFile: HoverPorts['imageFile'],
): Promise<vscode.MarkdownString> {
  if (base64.length > maxImageText) return paragraphs(plainText(t('Larger than 10 MB.')), ...docParagraphs(doc));
  const bytes = bytesOfBase64(base64);
  const size = imageSize(bytes);
  if (!size) return paragraphs(plainText(t('No {0} image can be read here.', imageType)), ...docParagraphs(doc));
  const uri = vscode.Uri.file(await imageFile(bytes, imageType)).toString();
  const scale = Math.min(1, shown.width / size.width, shown.height / size.height);
  const width = Math.max(1, Math.round(size.width * scale));
  const words = t('{0} × {1} pixels, {2} kB', size.width, size.height, Math.ceil(bytes.length / 1000).toLocaleString());
  return paragraphs(`![${plainText(words)}](${uri}|width=${width})`, plainText(words), ...docParagraphs(doc));
}
