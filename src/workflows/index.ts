/** What the worker runs. */

export { detect } from './detect.ts';
export { escalate } from './escalate.ts';
export { incident } from './incident.ts';
export { investigate } from './investigate.ts';
export { remediate, undoPlan } from './remediate.ts';
