/** The status card: one incident as it stands, in one language, in the order that a person at 3 a.m. reads it. */

import { shownConfidence } from '../../analysis/rca/calibrate.ts';
import { type Card, type CardSection, type CardTone, paragraph, type Rich, type Span } from '../../domain/card.ts';
import type { Incident } from '../../domain/incident.ts';
import { surenessOf } from '../../domain/sureness.ts';
import type { Locale } from '../../domain/text.ts';
import { onlyReads } from '../../systems/commands/actions/command-action.ts';
import { cardText } from '../../text/card.ts';
import { durationText } from '../../text/duration.ts';
import { stormLines } from '../../text/storm.ts';
import { buttonsOf } from './buttons.ts';
import { aside, type CardInput, labelled, listed, say, sequence, timeIn } from './card-input.ts';
import { courseLine } from './course-line.ts';
import { nextLine } from './next-line.ts';
import { planLines } from './plan-lines.ts';

const lineLengthMax = 400;
const blindLinesMax = 3;

export function statusCard(input: CardInput): Card {
  const { incident, locale, consoleUrl } = input;
  const emoji = emojiOf(input);
  const { buttons, overflow } = buttonsOf(input);
  const title = `${incident.code} ${titleOf(input)}`;
  return {
    incidentId: incident.id,
    code: incident.code,
    revision: incident.revision,
    tone: toneOf(input),
    emoji,
    title,
    subtitle: subtitleOf(input),
    sections: sectionsOf(input),
    budget: budgetOf(input),
    buttons,
    overflow,
    link: consoleUrl === null ? null : `${consoleUrl}/incidents/${incident.code}`,
    linkLabel: cardText.open[locale],
    fallbackText: `${emoji} ${title}`.slice(0, 200),
  };
}

function titleOf({ incident, locale }: CardInput): string {
  const [systemId] = incident.systemIds;
  const isNamed = systemId === undefined || incident.title.includes(systemId);
  return isNamed ? incident.title : labelled(locale, systemId, incident.title);
}

export function toneOf({ incident, plan, calls }: Pick<CardInput, 'incident' | 'plan' | 'calls'>): CardTone {
  if (incident.status === 'resolved' || incident.verdict?.state === 'healthy') return 'resolved';
  if (plan?.state === 'pending') return 'waiting';
  if (plan?.state === 'approved' || plan?.state === 'running') return 'investigating';
  if (isSnoozed({ incident, calls })) return 'snoozed';
  if (incident.phase === 'received' && incident.origin !== 'question') return 'firing';
  if (incident.phase === 'received' || incident.phase === 'investigating') return 'investigating';
  if (plan?.state === 'verified' && !onlyReads(plan.steps)) return incident.alertsFiring > 0 ? 'investigating' : 'resolved';
  return incident.alertsFiring > 0 ? 'firing' : 'waiting';
}

/** The bot's own work is shown first; what is quiet for people is grey from then on. */
function isSnoozed({ incident, calls }: { readonly incident: Incident; readonly calls: CardInput['calls'] | undefined }): boolean {
  return incident.phase !== 'investigating' && calls !== undefined && calls.snoozed !== null;
}

function emojiOf({ incident, plan, calls }: CardInput): string {
  if (incident.mergedInto) return '🔀';
  if (incident.status === 'resolved') return plan?.state === 'rolled_back' ? '↩️' : '✅';
  if (plan?.state === 'pending') return '🙋';
  if (plan?.state === 'approved' || plan?.state === 'running') return '⚙️';
  if (isSnoozed({ incident, calls })) return '😴';
  if (incident.phase === 'received' || incident.phase === 'investigating')
    return incident.phase === 'received' && incident.origin !== 'question' ? '🔴' : '🔎';
  if (plan?.state === 'rolled_back' || plan?.state === 'undone') return '↩️';
  if (plan?.state === 'verified' && !onlyReads(plan.steps)) return '✅';
  if (incident.verdict?.state === 'healthy') return '✅';
  if (incident.verdict?.state === 'unknown') return '❓';
  return incident.status === 'acknowledged' ? '👀' : incident.alertsFiring > 0 ? '🔴' : '🔎';
}

function subtitleOf({ incident, locale, timeZone, calls }: CardInput): string {
  const parts: string[] = [];
  if (incident.origin !== 'question') parts.push(say(locale, incident.severity));
  parts.push(say(locale, 'since', { at: timeIn(timeZone, incident.startedAt) }));
  if (incident.resolvedAt !== null) {
    const lasted = Date.parse(incident.resolvedAt) - Date.parse(incident.startedAt);
    parts.push(say(locale, 'lasted', { duration: durationText(lasted)[locale] }));
  } else if (incident.alertsTotal > 0) {
    parts.push(say(locale, 'firing', { firing: incident.alertsFiring, total: incident.alertsTotal }));
  }
  if (incident.acknowledgedBy !== null) parts.push(say(locale, 'acknowledgedBy', { person: incident.acknowledgedBy }));
  const snoozed = incident.status === 'resolved' ? null : (calls?.snoozed ?? null);
  if (snoozed !== null) parts.push(say(locale, 'snoozed', { person: snoozed.by, until: timeIn(timeZone, snoozed.until) }));
  return parts.join(' · ');
}

function sectionsOf(input: CardInput): readonly CardSection[] {
  const { incident, plan, locale } = input;
  if (incident.mergedInto) return [section('situation', locale, [say(locale, 'mergedInto', { into: incident.mergedInto })])];
  const situation = section('situation', locale, situationLines(input));
  const sections: CardSection[] = [{ ...situation, lines: [...situation.lines, ...roomLines(input)] }];
  const cause = causeLines(input);
  if (cause.length > 0) sections.push(section('cause', locale, cause));
  sections.push(section('next', locale, [nextLine(input)]));
  if (plan !== null && plan.state !== 'void') sections.push({ id: 'plan', label: cardText.plan[locale], lines: planLines(plan, locale) });
  const blind = blindLine(input);
  if (blind !== '') sections.push({ id: 'blind-spots', label: cardText.blindSpots[locale], lines: [paragraph(blind)] });
  return sections;
}

function roomLines({ rooms = [], locale }: CardInput): readonly Rich[] {
  return rooms.map(({ name, link }) => {
    const shown: Span = link === null ? { type: 'text', text: name } : { type: 'link', url: link, text: name };
    return { type: 'paragraph', spans: [{ type: 'text', text: cardText.roomIs[locale] }, shown] };
  });
}

/** The same reason is said once, however many looks it spoiled. */
function blindLine({ incident, locale }: CardInput): string {
  if (incident.status === 'resolved') return '';
  const groups = Map.groupBy(incident.verdict?.blindSpots ?? [], (spot) => labelled(locale, spot.systemId, spot.reason));
  const lines = [...groups].map(([reason, spots]) =>
    spots.length === 1 ? `${reason}${aside(locale, spots[0]?.probe ?? '')}` : `${reason}${aside(locale, `×${spots.length}`)}`,
  );
  const more = lines.length > blindLinesMax ? [`+${lines.length - blindLinesMax}`] : [];
  return sequence(locale, [...lines.slice(0, blindLinesMax), ...more]).slice(0, lineLengthMax);
}

function section(id: 'situation' | 'cause' | 'next', locale: Locale, lines: readonly string[]): CardSection {
  return { id, label: cardText[id][locale], lines: lines.map((line) => paragraph(line.slice(0, lineLengthMax))) };
}

function situationLines(input: CardInput): readonly string[] {
  const { incident, locale } = input;
  const lines: string[] = input.storm === undefined ? [] : [...stormLines(input.storm, Date.parse(input.storm.lastAt), locale)];
  if (incident.question !== null) lines.push(say(locale, 'asked', { question: incident.question.slice(0, 200) }));
  if (incident.phase === 'received') lines.push(say(locale, 'received'));
  if (incident.phase === 'investigating') {
    const systems = listed(locale, incident.systemIds.slice(0, 3)) || '—';
    lines.push(
      incident.looks.planned === 0
        ? say(locale, 'received')
        : say(locale, 'looking', { systems, done: incident.looks.done, planned: incident.looks.planned }),
    );
  }
  const verdict = incident.verdict;
  const [first] = verdict?.causes ?? [];
  if (verdict !== null && incident.phase !== 'investigating')
    lines.push(first === undefined ? verdict.summary[locale] : first.explanation[locale]);
  if (lines.length === 0) lines.push(incident.title);
  const course = incident.phase === 'investigating' ? null : courseLine(input);
  if (course !== null) lines.push(course);
  return lines;
}

function causeLines({ incident, locale }: CardInput): readonly string[] {
  const verdict = incident.verdict;
  if (verdict === null || incident.phase === 'investigating') {
    const titles = incident.hypotheses.filter((each) => each.state === 'confirmed' || each.state === 'strengthened').slice(0, 2);
    return titles.length === 0
      ? []
      : [
          say(locale, 'suspects', {
            titles: sequence(
              locale,
              titles.map((each) => `${each.title[locale]}${aside(locale, each.systemId)}`),
            ),
          }),
        ];
  }
  const analyst = verdict.analyst === 'offline' ? ` · ${cardText.offline[locale]}` : ` · ${verdict.analyst}`;
  if (verdict.causes.length === 0) return [`${cardText[verdict.state][locale]}${analyst}`];
  return verdict.causes.map((cause, index) => {
    const line = say(locale, 'causeLine', { word: cardText[cause.state][locale], system: cause.systemId, title: cause.title[locale] });
    return index === 0 ? `${line} · ${sureText(locale, cause.confidence)}${analyst}` : line;
  });
}

function sureText(locale: Locale, score: number): string {
  const confidence = shownConfidence(score);
  return `${cardText[`sure.${surenessOf(confidence)}`][locale]} ${Math.round(confidence * 100)}%`;
}

function budgetOf({ incident, locale }: CardInput): Card['budget'] {
  const { spent, budget } = incident;
  if (spent.probes === 0) return null;
  const values = { probes: spent.probes, probesMax: budget.probesMax, seconds: Math.round(spent.seconds), tokens: spent.tokens };
  const ratio = Math.max(spent.probes / budget.probesMax, budget.tokensMax === 0 ? 0 : spent.tokens / budget.tokensMax);
  return { ratio: Math.min(1, ratio), text: say(locale, spent.llmCalls > 0 ? 'budgetModel' : 'budget', values) };
}
