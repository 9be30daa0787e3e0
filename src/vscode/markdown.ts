/**
 * Text as it stands, in one paragraph of Markdown: nothing in it is markup, a link, an icon or HTML. Unlike `appendText` of
 * VS Code, which writes hard spaces, it leaves lines to wrap.
 */
export function plainText(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\s+/g, ' ');
}
