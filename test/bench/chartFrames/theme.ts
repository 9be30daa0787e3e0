import type { Page } from 'playwright-core';

const themes = {
  dark: {
    class: 'vscode-dark',
    foreground: '#cccccc',
    'editor-background': '#1f1f1f',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#e5ba7d',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'editorWarning-foreground': '#cca700',
  },
  highContrast: {
    class: 'vscode-high-contrast',
    foreground: '#ffffff',
    'editor-background': '#000000',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#ffd370',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'editorWarning-foreground': '#ffd370',
    contrastBorder: '#6fc3df',
  },
} as const;

/** VS Code gives its pages about as many variables. */
const others = 800;

/** Sets the variables of a theme, as VS Code does for its pages. */
export async function wearTheme(page: Page, name: keyof typeof themes): Promise<void> {
  const { class: className, ...colors } = themes[name];
  await page.evaluate(
    ({ className, colors, others }) => {
      document.body.className = className;
      const { style } = document.documentElement;
      for (let i = 0; i < others; i++) style.setProperty(`--vscode-other-${i}`, '#808080');
      for (const [color, value] of Object.entries(colors)) style.setProperty(`--vscode-${color}`, value);
    },
    { className, colors, others },
  );
}
