/** What happened, in order, below the card of `zhiban show`. */

import type { ChangeSuspect } from '../../domain/verdict.ts';
import type { CourseView } from '../../domain/view.ts';
import { printWrapped } from './print-card.ts';
import type { Terminal } from './terminal.ts';
import { clockText } from './times.ts';
import { tell } from './words.ts';

export function printCourse(terminal: Terminal, course: readonly CourseView[]): void {
  if (course.length === 0) return;
  terminal.line();
  terminal.line(terminal.colours.bold(tell(terminal.locale, 'show.course')));
  const colon = terminal.locale === 'en' ? ': ' : '：';
  for (const entry of course) {
    const isSharp = Date.parse(entry.latest) - Date.parse(entry.earliest) < 60_000;
    const time = isSharp ? clockText(entry.at) : `${clockText(entry.earliest)}–${clockText(entry.latest)}`;
    const where = entry.systemId === '' ? '' : `${entry.systemId}${colon}`;
    const place = entry.place === 'later' ? '' : tell(terminal.locale, `course.${entry.place}`);
    printWrapped(terminal, `${time}  ${where}${entry.text}${place}`, '  ');
  }
}

export function printSuspects(terminal: Terminal, suspects: readonly ChangeSuspect[]): void {
  if (suspects.length === 0) return;
  terminal.line();
  terminal.line(terminal.colours.bold(tell(terminal.locale, 'show.suspects')));
  for (const { secondsBefore, title, version, systemId, mechanism } of suspects) {
    const values = {
      minutes: Math.round(secondsBefore / 60),
      title: version === null ? title : `${title} ${version}`,
      system: systemId || '—',
      mechanism: tell(terminal.locale, `suspect.${mechanism}`),
    };
    printWrapped(terminal, tell(terminal.locale, 'suspect.line', values), '  ');
  }
}
