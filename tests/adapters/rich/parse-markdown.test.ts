import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/adapters/rich/parse-markdown.ts';
import { richToPlainText } from '../../../src/adapters/rich/plain-text.ts';

describe('parseMarkdown()', () => {
  it('reads every block of the dialect', () => {
    const text = [
      '## 根因',
      'first line',
      'second line',
      '',
      '- one',
      '- two',
      '  goes on',
      '',
      '1. first',
      '2. second',
      '```sql',
      'select 1',
      '```',
      '> quoted',
      '> more',
      '---',
      '| name | ms |',
      '| --- | ---: |',
      '| a \\| b | 12 |',
    ].join('\n');

    const blocks = parseMarkdown(text);

    assert.deepEqual(
      blocks.map((block) => block.type),
      ['heading', 'paragraph', 'list', 'list', 'code', 'quote', 'divider', 'table'],
    );
    assert.deepEqual(blocks[4], { type: 'code', text: 'select 1', language: 'sql' });
    assert.deepEqual(blocks[7], { type: 'table', header: ['name', 'ms'], rows: [['a | b', '12']] });
    assert.match(richToPlainText(blocks), /two\ngoes on/);
  });

  it('lets an unclosed fence run to the end', () => {
    assert.deepEqual(parseMarkdown('```\na\n\nb'), [{ type: 'code', text: 'a\n\nb' }]);
  });

  it('gives nothing for blank text', () => {
    assert.deepEqual(parseMarkdown(' \n\n'), []);
  });

  it('never throws and never loses a word', () => {
    const words = fc.array(
      fc.constantFrom('alpha', '**beta**', '`gamma`', '# ', '- ', '1. ', '> ', '```', '|', '---', '\n', ' ', '[x](http://y/z)'),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('');

        const said = richToPlainText(parseMarkdown(text));

        for (const word of ['alpha', 'beta', 'gamma']) assert.ok(!text.includes(word) || said.includes(word) || text.includes('```'));
      }),
    );
  });
});
