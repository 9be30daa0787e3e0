import { t } from '@vscode/l10n';
import type uPlot from 'uplot';
import { gridColor, themeColor } from './theme.ts';
import { stepText, tickText } from './words.ts';

/** Steps below, values to the left. */
export function axes(): uPlot.Axis[] {
  const grid = { stroke: gridColor, width: 1 };
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: () => themeColor('--vscode-foreground'), grid, ticks: grid, font, labelFont: font };
  return [
    {
      ...axis,
      space: 70,
      size: 28,
      label: t('Step'),
      labelSize: 20,
      values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? stepText(step) : '')),
    },
    {
      ...axis,
      space: 40,
      size: (_, texts) => axisWidth(texts ?? []),
      values: (_, values) => values.map((value) => (value === null ? '' : tickText(value))),
    },
  ];
}

/** CSS pixels: about seven a digit, and room for the tick. */
const axisWidth = (texts: readonly string[]): number => 20 + 7 * Math.max(3, ...texts.map(({ length }) => length));
