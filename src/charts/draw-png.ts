/** A picture as PNG, as chat platforms take it: drawn here, without a browser, with a font that comes along. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Png {
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** Twice the drawn size: sharp on a phone. */
const widthPixels = 1_280;
const fontPath = join(import.meta.dirname, 'font', 'zhiban-chart.otf');
const charactersPath = join(import.meta.dirname, 'font', 'characters.txt');

/**
 * Takes 50 ms of a thread of its own. Null on a machine for which the drawing library has no build; the caller then shows text. Throws
 * for what is no SVG.
 */
export async function drawPng(svg: string): Promise<Png | null> {
  const library = await import('@resvg/resvg-js').catch(() => null);
  if (library === null) return null;
  const image = await library.renderAsync(svg, {
    fitTo: { mode: 'width', value: widthPixels },
    // The machine's own fonts take a while to be found, so they are only asked for what the one that comes along doesn't have.
    font: {
      fontFiles: [fontPath],
      loadSystemFonts: needsOtherFonts(svg),
      defaultFontFamily: 'Zhiban Chart',
      sansSerifFamily: 'Zhiban Chart',
    },
  });
  return { bytes: image.asPng(), widthPixels: image.width, heightPixels: image.height };
}

/** Whether a character is not in the font that comes along. */
export function needsOtherFonts(text: string): boolean {
  const known = new Set(readFileSync(charactersPath, 'utf8'));
  for (const character of text) if (!known.has(character) && character !== '\n') return true;
  return false;
}
