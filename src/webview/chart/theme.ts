/** Colours of lines, in their order: those that every theme of VS Code has for charts, told apart also in high contrast. */
const lineColors = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'].map((name) => `--vscode-charts-${name}`);

/** The CSS variable for the line of this number. */
export const lineColor = (index: number): string => lineColors[index % lineColors.length] ?? '--vscode-foreground';

/** What the theme says now; a canvas knows no variables. */
export function themeColor(variable: string): string {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || getComputedStyle(document.body).color;
}

/** Calls whenever the person changes the theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
