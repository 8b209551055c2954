/** A part of a process that was started: what it takes to stop it. */

/** Stops are called in their order, each after the one before it has ended; one that fails doesn't keep the others from it. */
export type Stop = () => Promise<void> | void;
