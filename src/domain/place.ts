/** Where people talk, and what was posted there: coordinates that every layer passes on and no layer guesses. */

/** A channel, and a thread within it. */
export interface Place {
  readonly adapter: string;
  readonly workspace: string;
  readonly channel: string;
  readonly thread?: string;
}

/** A posted message: enough to edit it and to reply under it. */
export interface MessageRef {
  readonly place: Place;
  readonly id: string;
}

/** What goes first when a channel's queue is full: new critical before approval before state before progress. */
export const priorities = ['critical', 'approval', 'state', 'progress'] as const;
export type Priority = (typeof priorities)[number];
