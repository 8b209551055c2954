import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { configSchema } from '../../../src/config/schema.ts';
import { setupPlatforms } from '../../../src/main/setup/platforms.ts';

const root = join(import.meta.dirname, '../../..');

for (const { adapter, guide, steps, scopes } of setupPlatforms) {
  test(`setupPlatforms: ${adapter} asks for keys that its configuration has, and its guide names every right`, () => {
    const shape = configSchema.shape.adapters.unwrap().shape[adapter].unwrap().shape;

    const unknown = steps.flatMap(({ asks }) => asks).filter(({ key }) => !Object.hasOwn(shape, key));

    assert.deepEqual(unknown, []);
    for (const suffix of ['', '.zh-CN']) assert.ok(existsSync(join(root, 'docs/guides', `${guide}${suffix}.md`)));
    if (adapter === 'slack') return;
    const text = readFileSync(join(root, 'docs/guides', `${guide}.md`), 'utf8');
    assert.deepEqual(
      scopes.filter(({ name }) => !text.includes(name)).map(({ name }) => name),
      [],
    );
  });
}

test('setupPlatforms: the rights of Slack are those of the manifest', () => {
  const manifest = parse(readFileSync(join(root, 'config/slack-manifest.yaml'), 'utf8'));
  const slack = setupPlatforms.find(({ adapter }) => adapter === 'slack');

  assert.deepEqual(slack?.scopes.map(({ name }) => name).toSorted(), manifest.oauth_config.scopes.bot.toSorted());
});
