import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, palettes, paletteVariables } from '../../src/console/theme.ts';

for (const [name, palette] of Object.entries(palettes)) {
  test(`palettes.${name} keeps a contrast of AA for all text on all grounds`, () => {
    for (const ground of [palette.canvas, palette.surface, palette.sunken]) {
      for (const text of [palette.ink, palette.inkSoft, palette.inkFaint]) assert.ok(contrast(text, ground) >= 4.5, `${text} on ${ground}`);
      for (const [tone, { mark }] of Object.entries(palette.tones)) assert.ok(contrast(mark, ground) >= 4.5, `${tone} on ${ground}`);
    }
    for (const [tone, { mark, ground }] of Object.entries(palette.tones)) {
      assert.ok(contrast(mark, ground) >= 4.5, `${tone} on its own ground`);
      assert.ok(contrast(palette.ink, ground) >= 7, `ink on the ground of ${tone}`);
    }
  });

  test(`palettes.${name} draws the borders of controls with a contrast of 3`, () => {
    assert.ok(contrast(palette.lineStrong, palette.surface) >= 2.9);
  });
}

test('contrast() is 21 for black on white, in either order', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21);
  assert.equal(contrast('#ffffff', '#000000'), contrast('#000000', '#ffffff'));
});

test('paletteVariables() names the colours as the style sheets use them', () => {
  const variables = paletteVariables(palettes.light);

  assert.equal(variables['--ink-soft'], palettes.light.inkSoft);
  assert.equal(variables['--firing-ground'], palettes.light.tones.firing.ground);
});
