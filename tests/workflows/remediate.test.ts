import { after, before, describe, it } from 'node:test';
import { openStage, type Stage } from './stage.ts';
import { changeStories } from './stories-change.ts';

let stage: Stage;

describe('remediate()', { concurrency: 6 }, () => {
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  for (const { name, play } of changeStories) it(name, async () => void (await play(stage)));
});
