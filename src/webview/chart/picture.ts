import { t } from '@vscode/l10n';
import type { PlottedLine } from './looks.ts';
import { themeColor } from './theme.ts';
import { lineWords } from './words.ts';

/** CSS pixels. */
const margin = 16;
const lineHeight = 20;
const swatchWidth = 24;

/** The chart, of canvases one above the other, with its legend on the theme's background, as the base64 of a PNG; empty where there is none. */
export function chartPicture(
  canvases: readonly HTMLCanvasElement[],
  lines: readonly PlottedLine[],
  quantity: string,
): string {
  const [chart] = canvases;
  if (!chart) return '';
  const ratio = devicePixelRatio;
  const picture = document.createElement('canvas');
  const top = margin + lineHeight * (lines.length + 1);
  picture.width = chart.width + 2 * margin * ratio;
  picture.height = chart.height + (top + margin) * ratio;
  const context = picture.getContext('2d');
  if (!context) return '';
  context.fillStyle = themeColor('--vscode-editor-background');
  context.fillRect(0, 0, picture.width, picture.height);
  for (const canvas of canvases) context.drawImage(canvas, margin * ratio, top * ratio);
  context.scale(ratio, ratio);
  const family = getComputedStyle(document.body).fontFamily;
  context.textBaseline = 'middle';
  const text = (words: string, x: number, y: number, weight: string): void => {
    context.font = `${weight} 13px ${family}`;
    context.fillStyle = themeColor('--vscode-foreground');
    context.fillText(words, x, y);
  };
  const jobs = new Set(lines.map(({ job }) => job));
  const isAlone = jobs.size === 1;
  const [job] = jobs;
  const title = isAlone && job ? t('{0}: {1}', job.name, quantity) : quantity;
  text(title, margin, margin + lineHeight / 2, 'bold');
  lines.forEach((line, i) => {
    const y = margin + lineHeight * (i + 1.5);
    context.strokeStyle = themeColor(line.color);
    context.lineWidth = 2;
    context.setLineDash([...(line.dash ?? [])]);
    context.beginPath();
    context.moveTo(margin, y);
    context.lineTo(margin + swatchWidth, y);
    context.stroke();
    text(lineWords(line, isAlone), margin + swatchWidth + 8, y, 'normal');
  });
  return picture.toDataURL('image/png').replace('data:image/png;base64,', '');
}
