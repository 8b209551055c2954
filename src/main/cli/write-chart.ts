/** Writes the picture of a series to a file, in the form that its name asks for. */

import { writeFile } from 'node:fs/promises';
import { drawPng } from '../../charts/draw-png.ts';
import { drawSvg } from '../../charts/draw-svg.ts';
import type { SeriesPicture } from '../../charts/picture.ts';
import { CliError } from './api-client.ts';
import { type CliContext, say } from './context.ts';
import { svgWords } from './series-text.ts';

/** Throws CliError for another ending than .png and .svg, before anything is written. */
export async function writeChart(context: CliContext, file: string, picture: SeriesPicture): Promise<void> {
  const svg = drawSvg(picture, svgWords(context));
  const ending = /\.(png|svg)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === 'svg') return writeFile(file, svg);
  if (ending === undefined) throw new CliError('invalid', say(context, 'series.badChart', { file }));
  const png = await drawPng(svg);
  if (png === null) throw new CliError('invalid', say(context, 'series.noPng'));
  await writeFile(file, png.bytes);
}
