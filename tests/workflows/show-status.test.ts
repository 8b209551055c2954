import { after, before, describe, it } from 'node:test';
import { openStage, type Stage } from './stage.ts';
import { searchStories } from './stories-search.ts';

let stage: Stage;

describe('showStatus()', { concurrency: 2 }, () => {
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  for (const { name, play } of searchStories) it(name, async () => void (await play(stage)));
});
