import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { richToPlainText } from '../../../src/adapters/rich/plain-text.ts';
import { byteLength } from '../../../src/adapters/rich/shorten.ts';
import { splitRich } from '../../../src/adapters/rich/split-rich.ts';
import { paragraph, type Rich } from '../../../src/domain/card.ts';

const sizeOf = (block: Rich): number => byteLength(richToPlainText([block])) + 2;

describe('splitRich()', () => {
  it('splits on the borders of blocks while they fit', () => {
    const rich = [paragraph('a'.repeat(40)), paragraph('b'.repeat(40)), paragraph('c'.repeat(40))];

    const parts = splitRich(rich, { sizeMax: 90, sizeOf });

    assert.deepEqual(parts, [rich.slice(0, 2), rich.slice(2)]);
  });

  it('splits inside of a block that is too big alone, at line breaks, and keeps its kind', () => {
    const code: Rich = { type: 'code', text: Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n'), language: 'log' };

    const parts = splitRich([code], { sizeMax: 120, sizeOf });

    assert.ok(parts.length > 2);
    assert.ok(parts.flat().every((block) => block.type === 'code' && block.language === 'log'));
    assert.equal(
      parts
        .flat()
        .map((block) => (block.type === 'code' ? block.text : ''))
        .join('\n'),
      code.text,
    );
  });

  it('says the header of a table again in every part', () => {
    const table: Rich = {
      type: 'table',
      header: ['name', 'ms'],
      rows: Array.from({ length: 30 }, (_, index) => [`query ${index}`, String(index)]),
    };

    const parts = splitRich([table], { sizeMax: 150, sizeOf });

    assert.ok(parts.flat().every((block) => block.type === 'table' && block.header[0] === 'name'));
    assert.equal(
      parts.flat().reduce((sum, block) => sum + (block.type === 'table' ? block.rows.length : 0), 0),
      30,
    );
  });

  it('is empty for nothing', () => {
    assert.deepEqual(splitRich([], { sizeMax: 10, sizeOf }), []);
  });

  it('never exceeds the limit and never loses a character that can be split', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '值', '🔥', '.'), maxLength: 400 });
    const block = fc.oneof(
      text.map(paragraph),
      text.map((code): Rich => ({ type: 'code', text: code })),
      fc
        .array(text, { minLength: 1, maxLength: 5 })
        .map((items): Rich => ({ type: 'list', items: items.map((item) => [{ type: 'text', text: item }]), isOrdered: false })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (rich) => {
        const parts = splitRich(rich, { sizeMax: 60, sizeOf });

        for (const part of parts) assert.ok(part.reduce((sum, one) => sum + sizeOf(one), 0) <= 60);
        const letters = (blocks: readonly Rich[]): string => richToPlainText(blocks).replace(/[^a值🔥.]/gu, '');
        assert.equal(letters(parts.flat()), letters(rich));
      }),
    );
  });
});
