import * as vscode from 'vscode';

/** A page's parts: `NAME.js` and `NAME.css` in a folder. */
export interface PageParts {
  readonly folder: vscode.Uri;
  readonly name: string;
  readonly title: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * An empty page with one script and one style sheet, and nothing else allowed. All that it shows comes as messages: no
 * data is ever in the HTML.
 */
export function pageHtml(webview: vscode.Webview, { folder, name, title }: PageParts): string {
  const nonce = crypto.randomUUID();
  const uri = (file: string): string => escaped(webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString());
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri(`${name}.css`)}">
<title>${escaped(title)}</title>
</head>
<body>
<script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}
