/** All aggregates of one tenant, over one way to run work: a transaction for each call, or the one that is open. */

import type { AsyncLocalStorage } from 'node:async_hooks';
import { createAlertMemoryStore } from './alert-memory.ts';
import { createAlertStore } from './alerts.ts';
import { createAuditStore } from './audit.ts';
import { createChangeStore } from './changes.ts';
import { createConsoleChatStore } from './chat.ts';
import type { TenantStore } from './contract.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDetectionStore } from './detections.ts';
import { sql } from './drizzle.ts';
import { createEventStore } from './events.ts';
import { createEvidenceStore } from './evidence.ts';
import { createIdentityStore } from './identities.ts';
import { createInboxStore } from './inbox.ts';
import { createIncidentStore } from './incidents.ts';
import { createInsightStore } from './insights.ts';
import { createInteractionStore } from './interactions.ts';
import { createJournaledInbox } from './journaled-inbox.ts';
import { createLadderStore } from './ladders.ts';
import { createModelCallStore } from './model-calls.ts';
import { createMomentStore } from './moments.ts';
import { createMoveStore } from './moves.ts';
import { createOncallStore } from './oncall.ts';
import { createOutboxStore } from './outbox.ts';
import { createPlanStore } from './plans.ts';
import { createQuoteStore } from './quotes.ts';
import { createRelayStore } from './relay.ts';
import { createRoomStore } from './rooms.ts';
import { createRuleBookStore } from './rule-books.ts';
import { createSessionStore } from './sessions.ts';
import { createSettingStore } from './settings.ts';
import { createSilenceStore } from './silences.ts';
import { toStoreError } from './store-error.ts';
import { createStormStore } from './storms.ts';
import { createSuppressionStore } from './suppressions.ts';
import { createThreadStore } from './threads.ts';
import { createTimelineStore } from './timeline.ts';
import { createUnreadStore } from './unread.ts';
import type { Ground, Run, Work } from './work.ts';

export function createTenantStore(tenantId: string, ground: Ground, scope: AsyncLocalStorage<{ isOver: boolean }>): TenantStore {
  return {
    ...aggregatesOf(tenantId, ground, false),
    transaction: (work, { isGrouping = false } = {}) => {
      const run = isGrouping ? ground.runInTurns : ground.run;
      return run(async (at) => {
        const open = { isOver: false };
        try {
          return await scope.run(open, () => work(joinedStore(at, ground)));
        } finally {
          open.isOver = true;
        }
      });
    },
  };
}

/** The store within an open transaction; a transaction inside it can fail alone. */
function joinedStore(at: Work, ground: Ground): TenantStore {
  const run: Run = (work) => work(at).catch(rethrow);
  const joined: Ground = { ...ground, run, runFirst: run, runInTurns: run };
  return {
    ...aggregatesOf(at.tenantId, joined, true),
    transaction: async (work) => {
      const eventsBefore = at.events.length;
      await at.session.execute(sql`savepoint inside`);
      try {
        const result = await work(joinedStore(at, ground));
        await at.session.execute(sql`release savepoint inside`);
        return result;
      } catch (error) {
        await at.session.execute(sql`rollback to savepoint inside`);
        await at.session.execute(sql`release savepoint inside`);
        at.events.length = eventsBefore;
        throw error;
      }
    },
  };
}

function aggregatesOf(tenantId: string, ground: Ground, isInside: boolean): Omit<TenantStore, 'transaction'> {
  const { journals } = ground;
  const [table, settings] = [createInboxStore(ground), createSettingStore(ground)];
  return {
    tenantId,
    incidents: createIncidentStore(ground),
    alerts: createAlertStore(ground),
    evidence: createEvidenceStore(ground),
    plans: createPlanStore(ground),
    timeline: createTimelineStore(ground),
    threads: { ...createThreadStore(ground), ...createQuoteStore(ground) },
    rooms: createRoomStore(ground),
    outbox: createOutboxStore(ground),
    moments: createMomentStore(ground),
    deliveries: createDeliveryStore(ground),
    changes: createChangeStore(ground),
    inbox: journals === null ? table : createJournaledInbox({ tenantId, shelf: journals, table, settings, isInside }),
    insights: createInsightStore(ground),
    storms: createStormStore(ground),
    unread: createUnreadStore(ground),
    relay: createRelayStore(ground),
    audit: createAuditStore(ground),
    interactions: createInteractionStore(ground),
    chat: createConsoleChatStore(ground),
    sessions: createSessionStore(ground),
    events: createEventStore(ground),
    model: createModelCallStore(ground),
    settings,
    identities: createIdentityStore(ground),
    silences: createSilenceStore(ground),
    suppressions: createSuppressionStore(ground),
    oncall: createOncallStore(ground),
    ladders: createLadderStore(ground),
    detections: createDetectionStore(ground),
    ruleBooks: createRuleBookStore(ground),
    alertMemory: createAlertMemoryStore(ground),
    moves: createMoveStore(ground),
  };
}

function rethrow(error: unknown): never {
  throw toStoreError(error);
}
