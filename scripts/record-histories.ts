/**
 * Plays every story of the workflows and writes down their histories. A later version of the workflows must be able to replay them
 * (tests/workflows/replay.test.ts), since incidents outlive an upgrade. Record anew only after a change that was made replayable, or
 * before the first release. With words (`node scripts/record-histories.ts "can be found"`) only the stories whose names have them are
 * recorded, and the other histories stay as they are. Before a change that goes by `patched`, put the ones that are here into `earlier/`.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { historyDirectory, historyNames, isEarlier, type Recorded, writeHistories } from '../tests/workflows/histories.ts';
import { openStage, type Stage } from '../tests/workflows/stage.ts';
import { type Story, stories } from '../tests/workflows/stories.ts';

const atOnceMax = 4;

const stage = await openStage();
const [words = ''] = process.argv.slice(2);
if (words === '') for (const name of historyNames().filter((each) => !isEarlier(each))) await rm(join(historyDirectory, name));
const waiting = stories.filter(({ name }) => name.includes(words));
await Promise.all(Array.from({ length: atOnceMax }, () => recordNext()));
await stage.close();

async function recordNext(): Promise<void> {
  for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) await record(stage, story);
}

async function record({ client }: Stage, story: Story): Promise<void> {
  const scene = await story.play(stage);
  const recorded: Recorded[] = [];
  for await (const execution of client.workflow.list({ query: 'TaskQueue="stories"' })) {
    const { workflowId, runId } = execution;
    if (!workflowId.includes(scene.scope.incidentId)) continue;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    recorded.push({ workflowId, history });
  }
  writeHistories(`${story.name.replace(/[^a-z0-9]+/gi, '-').slice(0, 100)}.json.gz`, recorded);
  process.stdout.write(`${recorded.length} histories of: ${story.name}\n`);
}
