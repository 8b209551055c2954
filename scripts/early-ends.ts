/**
 * Test files that ended before their tests had: `process.exit(0)` takes what was to come with it, and Node calls the file good. A file that has
 * been through tells its own summary; one without a test tells none either.
 */

import type { TestsStream } from 'node:test';

export interface EarlyEnds {
  /** To be asked once the stream has ended. */
  files(): readonly string[];
}

/** `files` are absolute paths, as given to the run. A file that failed anyway is told by its failure. */
export function watchEarlyEnds(tests: TestsStream, files: readonly string[]): EarlyEnds {
  const through = new Set<string>();
  tests.on('test:summary', ({ file, counts }) => {
    // A suite that is skipped counts no test.
    if (file !== undefined && counts.topLevel > 0) through.add(file);
  });
  tests.on('test:fail', ({ file }) => {
    if (file !== undefined) through.add(file);
  });
  return { files: () => files.filter((file) => !through.has(file)) };
}
