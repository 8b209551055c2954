/** Calls people: the line with its mentions, a page for each who is to be texted or called, and the record of each, all in one transaction. */

import { timeOfId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LadderRecord, PageWay } from '../../domain/ladder.ts';
import type { Person } from '../../domain/policy.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LadderStep } from '../../oncall/ladder.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { NewPage } from '../../store/ladder-contract.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { ClimbDeps } from './call-rules.ts';
import { calledBy, reachOf } from './whom.ts';

interface DueCalls {
  readonly incident: Incident;
  readonly current: LadderRecord;
  /** Never empty; several when time was lost. */
  readonly due: readonly { readonly index: number; readonly step: LadderStep }[];
}

interface Made {
  readonly page: NewPage;
  readonly person: Person | null;
}

export async function makeCalls(deps: ClimbDeps, inside: TenantStore, calls: DueCalls): Promise<void> {
  const { incident, current, due } = calls;
  const nowMs = deps.clock.now();
  const slot = `call-${current.run}-${due.at(-1)?.index ?? 0}`;
  const made = await pagesFor(deps, inside, calls, slot, nowMs);
  await inside.ladders.addPages(made.map(({ page }) => page));
  const inChat = made.filter(({ page }) => page.state === 'chat');
  const urge = loudest(inChat.map(({ page }) => page.way));
  const text = callText(incident, current, nowMs);
  const mentioned = peopleOf(inChat);
  // Also where nobody can be mentioned: the channel reads that it lies there.
  await inside.outbox.say({
    ...{ incidentId: incident.id, slot, priority: 'critical', text, personIds: mentioned.map(({ id }) => id) },
    ...(urge === null ? {} : { urge }),
  });
  await inside.timeline.add({
    ...{ incidentId: incident.id, at: new Date(nowMs).toISOString(), kind: 'note', actor: 'zhiban', key: slot },
    text: timelineText(made),
  });
}

/** The time counts from when it was nobody's. */
function callText({ id, code, severity }: Incident, { run, beganAt }: LadderRecord, nowMs: number): LocalText {
  const forMs = Math.max(0, nowMs - (run === 1 ? timeOfId(id) : Date.parse(beganAt)));
  if (run > 1 && forMs < 60_000) return message('incident.nobodysAgain', { code });
  return message(severity === 'critical' ? 'incident.unacknowledged' : 'incident.untaken', { code, duration: durationText(forMs) });
}

async function pagesFor(
  deps: ClimbDeps,
  inside: TenantStore,
  { incident, current, due }: DueCalls,
  slot: string,
  nowMs: number,
): Promise<readonly Made[]> {
  const threads = await inside.threads.ofIncident(incident.id);
  const providers = deps.calls.providers();
  const made: Made[] = [];
  for (const { index, step } of due) {
    const { people, isForWantOfOthers } = await calledBy({ ...deps, schedules: deps.calls.schedules }, inside, step.call, nowMs);
    const base = {
      ...{ incidentId: incident.id, run: current.run, step: index, level: step.level, way: step.way },
      ...{ kind: 'call' as const, detail: null, at: new Date(nowMs).toISOString() },
    };
    if (isForWantOfOthers || people.length === 0) {
      const reason = people.length === 0 ? 'nobody' : 'nobody-on-duty';
      const page: NewPage = { ...base, personId: null, slot: null, state: 'skipped', reason, detail: step.call.join(', ') || null };
      made.push({ page, person: null });
    }
    for (const person of people) {
      const reach = reachOf(person, step.way, providers, threads);
      const own = { ...base, personId: person.id };
      if (reach.by === null) made.push({ page: { ...own, slot: null, state: 'skipped', reason: reach.reason }, person });
      else if (reach.by === 'chat') made.push({ page: { ...own, slot, state: 'chat', reason: null }, person });
      else made.push({ page: { ...own, slot: null, state: 'waiting', reason: null }, person });
    }
  }
  return made;
}

/** The platform's means for the line; null is a mention alone. */
function loudest(ways: readonly PageWay[]): 'app' | 'sms' | 'phone' | null {
  return (['phone', 'sms', 'app'] as const).find((way) => ways.includes(way)) ?? null;
}

function peopleOf(made: readonly Made[]): readonly Person[] {
  const byId = new Map(made.flatMap(({ person }) => (person === null ? [] : [[person.id, person] as const])));
  return [...byId.values()];
}

/** Who was called by which means, the loudest first; who can't be reached is named too. */
function timelineText(made: readonly Made[]): LocalText {
  const names = (given: readonly Made[]): LocalText => {
    const all = peopleOf(given).map(({ name }) => name);
    return { 'zh-CN': all.join('、'), en: all.join(', ') };
  };
  const reached = made.filter(({ page }) => page.state !== 'skipped');
  const unreached = made.filter(({ page, person }) => page.state === 'skipped' && person !== null);
  const byProvider = reached.filter(({ page }) => page.state === 'waiting');
  const inChat = reached.filter(({ page }) => page.state === 'chat');
  const loud = inChat.filter(({ page }) => page.way !== 'mention');
  const quiet = inChat.filter(({ page, person }) => page.way === 'mention' && !peopleOf(loud).some(({ id }) => id === person?.id));
  const sentences: readonly LocalText[] = [
    ...(byProvider.length > 0 ? [message('incident.calledByPhone', { people: names(byProvider) })] : []),
    ...(loud.length > 0 ? [message('incident.calledLoudly', { people: names(loud) })] : []),
    ...(quiet.length > 0 ? [message('incident.called', { people: names(quiet) })] : []),
    ...(unreached.length > 0 ? [message('incident.calledInVain', { people: names(unreached) })] : []),
  ];
  if (sentences.length === 0) return message('incident.calledNobody');
  return { 'zh-CN': sentences.map((each) => each['zh-CN']).join(''), en: sentences.map(({ en }) => en).join(' ') };
}
