/** Colours of lines, in their order. VS Code's orange for charts is brown in dark themes and white in high contrast. */
const lineColors = ['blue', 'yellow', 'green', 'purple', 'red', 'foreground'].map((name) => `--vscode-charts-${name}`);

/** The CSS variable for the line of this number. */
export const lineColor = (index: number): string => lineColors[index % lineColors.length] ?? '--vscode-foreground';

/** What the theme says now; a canvas knows no variables. */
export function themeColor(variable: string): string {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || getComputedStyle(document.body).color;
}

/** Of the lines behind the curves: a part of the text's colour, since borders of high contrast would drown the curves. */
export const gridColor = (): string => `color-mix(in srgb, ${themeColor('--vscode-foreground')} 20%, transparent)`;

/** Calls whenever the person changes the theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
