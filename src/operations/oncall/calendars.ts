/** Schedules as calendars: exported once, or followed at an address whose secret is all that it takes. */

import { createHash, randomBytes } from 'node:crypto';
import { ZhibanError } from '../../domain/errors.ts';
import type { FeedView } from '../../domain/oncall-view.ts';
import { hasRole } from '../../domain/policy.ts';
import type { Locale } from '../../domain/text.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import { type CalendarShift, toCalendar } from '../../oncall/to-calendar.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { FeedRecord } from '../../store/oncall-contract.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { auditLine, refusal, requireRole, withAudit } from '../guard.ts';
import type { OncallOperations } from '../oncall-contract.ts';
import { requireSchedule } from './find-schedule.ts';
import { shiftsAround } from './handover.ts';
import { importCalendar } from './import-calendar.ts';
import { personName } from './views.ts';

const summaries = { 'zh-CN': '值班：', en: 'On call: ' } as const;

type CalendarOperations = Pick<
  OncallOperations,
  'exportCalendar' | 'importCalendar' | 'addFeed' | 'listFeeds' | 'removeFeed' | 'feedCalendar'
>;

export function createCalendars(deps: OperationsDeps): CalendarOperations {
  return {
    async exportCalendar(caller, name) {
      requireRole(deps, caller, 'viewer', 'see');
      const schedules = name === undefined ? deps.schedules() : [requireSchedule(deps, caller, name)];
      return calendarOf(deps, deps.store.forTenant(caller.tenantId), schedules, null, caller.locale);
    },
    importCalendar: (caller, input) => importCalendar(deps, caller, input),
    addFeed: (caller, given) => addFeed(deps, caller, given),
    async listFeeds(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      const all = await deps.store.forTenant(caller.tenantId).oncall.feeds();
      return all.filter((feed) => isConcerned(caller, feed)).map((feed) => feedView(deps, feed));
    },
    removeFeed: (caller, id) => removeFeed(deps, caller, id),
    async feedCalendar(tenantId, token) {
      const store = deps.store.forTenant(tenantId);
      const feed = await store.oncall.feedOf(hashOf(token));
      if (feed === null) return null;
      const schedules = deps.schedules().filter(({ id }) => feed.scheduleId === null || id === feed.scheduleId);
      return calendarOf(deps, store, schedules, feed.personId, feed.locale);
    },
  };
}

async function calendarOf(
  deps: OperationsDeps,
  store: TenantStore,
  schedules: readonly Schedule[],
  personId: string | null,
  locale: Locale,
): Promise<string> {
  const nowMs = deps.clock.now();
  const shifts: CalendarShift[] = [];
  for (const schedule of schedules) {
    for (const { fromMs, toMs, personIds, layer } of await shiftsAround(store, schedule, nowMs)) {
      if (personId !== null && !personIds.includes(personId)) continue;
      const names = personIds.map((id) => personName(deps, id).name).join(locale === 'en' ? ' and ' : '、');
      const uid = `${schedule.id}-${fromMs}-${personIds.join('-')}@zhiban`;
      shifts.push({
        uid,
        fromMs,
        toMs,
        summary: `${summaries[locale]}${names}`,
        description: [schedule.name, layer ?? ''].filter(Boolean).join(' · '),
      });
    }
  }
  return toCalendar(schedules.map(({ name }) => name).join(' · ') || 'Zhiban', shifts, nowMs);
}

/** The token is shown once; of it only the hash is kept. */
async function addFeed(
  deps: OperationsDeps,
  caller: Caller,
  given: { readonly schedule?: string | undefined; readonly isOwn: boolean },
): Promise<{ readonly feed: FeedView; readonly token: string }> {
  const token = randomBytes(24).toString('base64url');
  const feed = await withAudit(deps, caller, { action: 'oncall.feed', target: given.schedule ?? 'all' }, async (store) => {
    requireRole(deps, caller, 'viewer', 'see');
    const scheduleId = given.schedule === undefined ? null : requireSchedule(deps, caller, given.schedule).id;
    const at = new Date(deps.clock.now()).toISOString();
    const personId = given.isOwn ? caller.person.id : null;
    return store.transaction(async (inside) => {
      const made = await inside.oncall.addFeed({
        tokenHash: hashOf(token),
        scheduleId,
        personId,
        locale: caller.locale,
        at,
        by: caller.person.id,
      });
      const line = { action: 'oncall.feed', incidentId: null, target: scheduleId ?? 'all', outcome: 'ok' } as const;
      await auditLine(inside, caller, at, { ...line, details: { feed: made.id, person: personId } });
      return made;
    });
  });
  return { feed: feedView(deps, feed), token };
}

async function removeFeed(deps: OperationsDeps, caller: Caller, id: string): Promise<FeedView> {
  const removed = await withAudit(deps, caller, { action: 'oncall.feed-end', target: id }, async (store) => {
    requireRole(deps, caller, 'viewer', 'see');
    return store.transaction(async (inside) => {
      const found = (await inside.oncall.feeds()).find((feed) => feed.id === id && isConcerned(caller, feed));
      if (found === undefined) throw new ZhibanError('not-found', refusal(caller.locale, 'no-feed', { name: id.slice(0, 80) }));
      await inside.oncall.removeFeed(id);
      const at = new Date(deps.clock.now()).toISOString();
      await auditLine(inside, caller, at, { action: 'oncall.feed-end', incidentId: null, target: id, outcome: 'ok' });
      return found;
    });
  });
  return feedView(deps, removed);
}

/** One's own; an administrator sees and ends all. */
function isConcerned({ person }: Caller, { by }: FeedRecord): boolean {
  return by === person.id || hasRole(person, 'admin');
}

function feedView(deps: OperationsDeps, { id, scheduleId, personId, at, by }: FeedRecord): FeedView {
  return { id, scheduleId, person: personId === null ? null : personName(deps, personId), at, by: personName(deps, by) };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
