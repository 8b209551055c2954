import { after, before, describe, it } from 'node:test';
import { openStage, type Stage } from './stage.ts';
import { lookStories } from './stories-look.ts';

let stage: Stage;

describe('investigate()', { concurrency: 6 }, () => {
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  for (const { name, play } of lookStories) it(name, async () => void (await play(stage)));
});
