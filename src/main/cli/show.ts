/** `zhiban show ZB-42`: the card, then what was ruled out, the timeline and how to decide. */

import type { Card } from '../../domain/card.ts';
import { foldLooks } from '../../domain/fold-looks.ts';
import type { EvidenceView, IncidentView } from '../../domain/view.ts';
import { tellEntry } from './ask.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printCard, printWrapped } from './print-card.ts';
import { printCourse, printSuspects } from './print-course.ts';

const timelineMax = 20;

export async function runShow(context: CliContext, idOrCode: string, options: { readonly hasEvidence: boolean }): Promise<ExitCode> {
  const api = context.api();
  const path = `/api/v1/incidents/${encodeURIComponent(idOrCode)}`;
  const incident = await api.get<IncidentView>(path);
  const evidence = options.hasEvidence ? (await api.get<{ readonly items: readonly EvidenceView[] }>(`${path}/evidence`)).items : null;
  if (context.isJson) {
    answer(context, evidence === null ? incident : { ...incident, evidence }, () => {});
    return exitCodes.ok;
  }
  printCard(context, await api.get<Card>(`${path}/card`));
  printCourse(context.terminal, incident.verdict?.course ?? []);
  printSuspects(context.terminal, incident.verdict?.suspects ?? []);
  printRefuted(context, incident);
  if (evidence !== null) printEvidence(context, evidence);
  printTimeline(context, incident);
  printCommands(context, incident);
  return exitCodes.ok;
}

function printRefuted(context: CliContext, incident: IncidentView): void {
  if (incident.refuted.length === 0) return;
  heading(context, say(context, 'show.refuted'));
  const colon = context.terminal.locale === 'en' ? ': ' : '：';
  for (const one of incident.refuted.slice(0, 10))
    printWrapped(context.terminal, `${one.systemId} · ${one.title}${colon}${one.reason}`, '  ');
}

function printEvidence({ terminal, ...rest }: CliContext, evidence: readonly EvidenceView[]): void {
  heading({ terminal, ...rest }, say({ terminal, ...rest }, 'show.evidence'));
  for (const one of evidence) {
    const isOk = one.status === 'ok';
    printWrapped(terminal, `${isOk ? '·' : '✖'} ${one.systemId} ${one.probe}  ${isOk ? one.headline : (one.reason ?? one.status)}`, '  ');
    terminal.line(`    ${terminal.colours.dim(`${one.id}  ${one.query.split('\n', 1)[0] ?? ''}`.slice(0, terminal.columns - 4))}`);
  }
}

function printTimeline(context: CliContext, incident: IncidentView): void {
  if (incident.timeline.length === 0) return;
  heading(context, say(context, 'show.timeline'));
  for (const part of foldLooks(incident.timeline).slice(-timelineMax)) {
    if (part.kind === 'entry') tellEntry(context, part.entry);
    else tellEntry(context, { ...part.first, text: say(context, 'show.looks', { count: part.entries.length, code: incident.code }) });
  }
}

function printCommands(context: CliContext, incident: IncidentView): void {
  const { plan, code } = incident;
  if (plan?.state !== 'pending') return;
  heading(context, say(context, 'show.commands'));
  context.terminal.line(`  zhiban approve ${code} --digest ${plan.digest.slice(0, 16)}`);
  context.terminal.line(`  zhiban reject ${code} --reason …`);
}

function heading({ terminal }: CliContext, text: string): void {
  terminal.line();
  terminal.line(terminal.colours.bold(text));
}
