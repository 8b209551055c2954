import { after, before, describe, it } from 'node:test';
import { openStage, type Stage } from './stage.ts';
import { planStories } from './stories-plan.ts';

let stage: Stage;

describe('incident()', { concurrency: 6 }, () => {
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  for (const { name, play } of planStories) it(name, async () => void (await play(stage)));
});
