/** Every path of the workflows as a story: played in tests, and recorded as histories that later versions must be able to replay. */

import type { Scene, Stage } from './stage.ts';
import { atHandStories } from './stories-at-hand.ts';
import { changeStories } from './stories-change.ts';
import { ladderStories } from './stories-ladder.ts';
import { lookStories } from './stories-look.ts';
import { planStories } from './stories-plan.ts';
import { searchStories } from './stories-search.ts';

export interface Story {
  readonly name: string;
  /** Plays and asserts; the scene is given back for its histories. */
  play(stage: Stage): Promise<Scene>;
}

export const stories: readonly Story[] = [
  ...planStories,
  ...changeStories,
  ...lookStories,
  ...ladderStories,
  ...searchStories,
  ...atHandStories,
];
