/** All operations, bound to their dependencies. */

import { ZhibanError } from '../domain/errors.ts';
import { createAlerts } from './alerts.ts';
import { createAsk } from './ask.ts';
import { createChanges } from './changes.ts';
import type { Operations } from './contract.ts';
import { createDecide } from './decide.ts';
import { createDeliveries } from './deliveries.ts';
import type { DemoControl, OperationsDeps } from './deps.ts';
import { createDetections } from './detections.ts';
import { auditLine, requireRole } from './guard.ts';
import { createHalt } from './halt.ts';
import { createInsights } from './insights.ts';
import { createLook } from './look.ts';
import { createMirror } from './mirror.ts';
import { createMoves } from './moves/moves.ts';
import { createRules } from './noise/rules.ts';
import { createOncall } from './oncall.ts';
import { createPeople } from './people.ts';
import { createProposeCommand } from './propose-command.ts';
import { createRead } from './read.ts';
import { createOpenRoom } from './rooms.ts';
import { createSilences } from './silences.ts';
import { createStatus } from './status.ts';
import { createSystemGraph } from './system-graph.ts';

export function createOperations(deps: OperationsDeps): Operations {
  return {
    ask: createAsk(deps),
    ...createRead(deps),
    ...createAlerts(deps),
    ...createSystemGraph(deps),
    ...createLook(deps),
    ...createProposeCommand(deps),
    ...createDecide(deps),
    ...createHalt(deps),
    ...createStatus(deps),
    ...createMirror(deps),
    ...createMoves(deps),
    ...createOpenRoom(deps),
    ...createPeople(deps),
    ...createDeliveries(deps),
    ...createSilences(deps),
    ...createChanges(deps),
    ...createInsights(deps),
    ...createOncall(deps),
    ...createDetections(deps),
    ...createRules(deps),
    async listDemos(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      return deps.demo()?.list(caller.locale) ?? [];
    },
    async startDemo(caller, scenario) {
      requireRole(deps, caller, 'responder', 'demo');
      const text = await requireDemo(deps).start(scenario);
      await auditDemo(deps, caller, 'demo.start', scenario);
      return { scenario, text };
    },
    async endDemo(caller) {
      requireRole(deps, caller, 'responder', 'demo');
      const removed = await requireDemo(deps).end();
      await auditDemo(deps, caller, 'demo.end', 'all');
      return { removed };
    },
  };
}

function requireDemo(deps: OperationsDeps): DemoControl {
  const demo = deps.demo();
  if (demo === null) throw new ZhibanError('unavailable', 'The demo only runs with the embedded server, as started by npm start');
  return demo;
}

async function auditDemo(
  deps: OperationsDeps,
  caller: Parameters<Operations['endDemo']>[0],
  action: string,
  target: string,
): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  await auditLine(deps.store.forTenant(caller.tenantId), caller, at, { action, incidentId: null, target, outcome: 'ok' });
}
