/** The part that works: workflows and activities, with the systems' connections kept warm for them. */

import { activityCancellation, createActivities, withHeartbeat } from '../../activities/create-activities.ts';
import type { ActivityDeps } from '../../activities/deps.ts';
import { createRunbookShelf } from '../../config/runbooks.ts';
import { createAnalyse } from '../../plugins/remote/remote-analysers.ts';
import { runbookDirectories } from '../runbook-directories.ts';
import { withSpans } from '../with-spans.ts';
import { callRulesOf } from './call-rules.ts';
import type { Ground } from './ground.ts';
import { modelAnalystOf } from './model.ts';
import type { Stop } from './part.ts';

/** Often enough that a system that came up late has a connection when it is in trouble. */
const warmEveryMs = 60_000;

/** The worker itself ends with its link to Temporal. */
export function startWorker(ground: Ground): readonly Stop[] {
  const { store, pool, clock, log, metrics, policy, people, budget, config, resolveSecret, link } = ground;
  const runbooks = createRunbookShelf({
    directories: () => runbookDirectories(ground.environment, ground.watcher.current(), ground.plugins.runbookDirectories()),
    names: { kinds: ground.kinds, systemIds: null },
    log,
  });
  const hasAnalysers = ground.plugins.kept.some(({ found }) => found.manifest.capabilities.analysers.length > 0);
  const deps: ActivityDeps = {
    ...{ store, pool, clock, log, metrics, policy, people, budget, runbooks: runbooks.all },
    ...(hasAnalysers ? { analyse: createAnalyse(ground.plugins.kept, log) } : {}),
    model: modelAnalystOf({ config, resolveSecret, store, pool, clock, metrics }),
    urgent: () => config().escalation.urgent,
    calls: callRulesOf(ground),
    isModelWanted: () => config().investigation.analyst !== 'offline',
    cancellation: activityCancellation,
    watching: {
      specs: ground.detections,
      budgetPerDay: () => config().detections.budgetPerDay,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      locale: ground.locale,
    },
  };
  link.startWorker(withHeartbeat(withSpans('activity', createActivities(deps))));
  void pool.warm();
  const warming = setInterval(() => void pool.warm(), warmEveryMs);
  return [() => clearInterval(warming)];
}
