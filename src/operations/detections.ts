/** What people see of detections, and what they tell them: run now, pause, resume, useful, not useful. */

import type { DetectionSpec, Mark, StoredMark } from '../domain/detection.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { TenantStore } from '../store/contract.ts';
import { writePause } from '../store/detection-pauses.ts';
import { message } from '../text/messages.ts';
import type { Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { detectionDetail, detectionView, readDetections } from './detection-view.ts';
import { auditLine, findIncident, refusal, requireRole, withAudit } from './guard.ts';
import { sayElsewhere } from './say-elsewhere.ts';

type Detections = Pick<Operations, 'listDetections' | 'showDetection' | 'runDetection' | 'holdDetection' | 'markDetection'>;

export function createDetections(deps: OperationsDeps): Detections {
  return {
    async listDetections(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      const given = await readDetections(deps, deps.store.forTenant(caller.tenantId));
      return specsOf(deps).map((spec) => detectionView(spec, given, caller.locale));
    },
    async showDetection(caller, id) {
      requireRole(deps, caller, 'viewer', 'see');
      return detectionDetail(deps, caller, findSpec(deps, caller, id));
    },
    async runDetection(caller, id) {
      requireRole(deps, caller, 'responder', 'detect');
      const spec = findSpec(deps, caller, id);
      if (deps.runDetection === undefined) throw new ZhibanError('unavailable', refusal(caller.locale, 'no-detections'));
      await deps.runDetection(spec.id);
      const at = new Date(deps.clock.now()).toISOString();
      const store = deps.store.forTenant(caller.tenantId);
      await auditLine(store, caller, at, { action: 'detection.run', incidentId: null, target: spec.id, outcome: 'ok' });
      return detectionDetail(deps, caller, spec);
    },
    async holdDetection(caller, id, isHeld) {
      const deed = { action: isHeld ? 'detection.pause' : 'detection.resume', target: id };
      return withAudit(deps, caller, deed, async (store) => {
        requireRole(deps, caller, 'responder', 'pause');
        const spec = findSpec(deps, caller, id);
        const at = new Date(deps.clock.now()).toISOString();
        await store.transaction(async (inside) => {
          await inside.detections.lock();
          const { person } = caller;
          await writePause(inside, spec.id, isHeld ? { personId: person.id, personName: person.name, at } : null);
          await auditLine(inside, caller, at, { ...deed, incidentId: null, outcome: 'ok' });
        });
        return detectionDetail(deps, caller, spec);
      });
    },
    async markDetection(caller, idOrCode, mark) {
      const deed = { action: 'detection.mark', target: idOrCode };
      const marked = await withAudit(deps, caller, deed, async (store) => {
        requireRole(deps, caller, 'responder', 'mark');
        return store.transaction((inside) => markInside(deps, inside, caller, idOrCode, mark));
      });
      deps.wake();
      return marked;
    },
  };
}

async function markInside(deps: OperationsDeps, inside: TenantStore, caller: Caller, idOrCode: string, mark: Mark | null) {
  const at = new Date(deps.clock.now()).toISOString();
  const incident = await findIncident(inside, idOrCode, caller.locale);
  const { person } = caller;
  const stored: StoredMark | null = mark === null ? null : { mark, personId: person.id, personName: person.name, at };
  const events = await inside.detections.mark(incident.id, stored);
  if (events.length === 0) throw new ZhibanError('invalid', refusal(caller.locale, 'no-detection-incident', { code: incident.code }));
  const key = mark === null ? 'detection.unmarked' : mark === 'useful' ? 'detection.useful' : 'detection.useless';
  const text = message(key, { person: person.name });
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'note', text, actor: person.id });
  await sayElsewhere(inside, caller, { incidentId: incident.id, slot: `marked-${at}`, key });
  const details = { mark, detection: events[0]?.detectionId ?? '', events: events.length };
  await auditLine(inside, caller, at, { action: 'detection.mark', incidentId: incident.id, target: incident.code, outcome: 'ok', details });
  return { code: incident.code, mark, events: events.length };
}

function specsOf(deps: OperationsDeps): readonly DetectionSpec[] {
  return deps.detections?.() ?? [];
}

function findSpec(deps: OperationsDeps, { locale }: Caller, id: string): DetectionSpec {
  const spec = specsOf(deps).find((each) => each.id === id);
  if (spec === undefined) throw new ZhibanError('not-found', refusal(locale, 'no-detection', { name: id.slice(0, 80) }));
  return spec;
}
