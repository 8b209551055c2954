/** What several looks at the declared services, a moment apart, tell of their course: which of them come and go. Pure. */

import type { ServiceState } from './services.ts';

type Look = readonly ServiceState[];

/** One that ends soon after each start is mostly seen to come or go within so many; more would keep everybody else waiting. */
const looksMax = 3;
/** Who has run for longer than this doesn't end soon after each start. */
const youngSeconds = 60;

/** Two looks tell of services that stay; one that is away or has just been started is watched for longer, until it is seen to come. */
export function wantsAnother(looks: readonly Look[]): boolean {
  const newest = looks.at(-1) ?? [];
  if (looks.length < 2) return true;
  if (looks.length >= looksMax) return false;
  const earlier = looks.slice(0, -1);
  return newest.some((state) => isUnsettled(state) && !isRestarting(state, earlier));
}

/** Another process than a moment ago, one that was away then, or one that systemd has started again and again and that is young. */
export function isRestarting(state: ServiceState, earlier: readonly Look[]): boolean {
  const course = [...earlier.flatMap((look) => look.filter(({ service }) => service.name === state.service.name)), state];
  const comes = course.some((now, index) => {
    const before = course[index - 1];
    return before !== undefined && isUp(now) && (isAway(before) || isReplaced(before, now));
  });
  const isLooping = (state.unit?.restarts ?? 0) >= 3 && (state.portrait.ageSeconds < 300 || state.unit?.subState === 'auto-restart');
  return comes || isLooping;
}

/** Away, just started, or its port was there and its process no longer when that was looked up a moment later. */
function isUnsettled(state: ServiceState): boolean {
  const hasVanished = state.portrait.pid === 0 && (state.listener?.pids.length ?? 0) > 0;
  return isAway(state) || hasVanished || (isUp(state) && state.portrait.pid > 0 && state.portrait.ageSeconds < youngSeconds);
}

function isReplaced(before: ServiceState, now: ServiceState): boolean {
  const areKnown = before.portrait.pid > 0 && now.portrait.pid > 0;
  return areKnown && isUp(before) && before.portrait.startTicks !== now.portrait.startTicks;
}

function isUp(state: ServiceState): boolean {
  return state.trouble !== 'squatter' && !isAway(state);
}

function isAway({ trouble }: ServiceState): boolean {
  return trouble === 'process' || trouble === 'port';
}
