/** The commands of `zhiban detect`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import { add } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addDetect(program: Command, locale: Locale, run: Run): void {
  const detect = add(program, locale, 'detect', 'command.detect', { isGroup: true });
  const named = cliText['argument.detection'][locale];
  add(detect, locale, 'list', 'command.detect.list', { isDefault: true }).action(() =>
    run(async (context) => (await import('./detect.ts')).runDetectList(context)),
  );
  add(detect, locale, 'explain', 'command.detect.explain')
    .argument('<id>', named)
    .action((id: string) => run(async (context) => (await import('./detect.ts')).runDetectExplain(context, id)));
  add(detect, locale, 'run', 'command.detect.run')
    .argument('<id>', named)
    .action((id: string) => run(async (context) => (await import('./detect.ts')).runDetectRun(context, id)));
  for (const verb of ['pause', 'resume'] as const) {
    add(detect, locale, verb, `command.detect.${verb}`)
      .argument('<id>', named)
      .action((id: string) => run(async (context) => (await import('./detect.ts')).runDetectHold(context, id, verb)));
  }
  add(detect, locale, 'mark', 'command.detect.mark')
    .argument('<incident>', cliText['argument.incident'][locale])
    .argument('<mark>', cliText['argument.mark'][locale])
    .action((incident: string, mark: string) =>
      run(async (context) => (await import('./detect.ts')).runDetectMark(context, incident, mark)),
    );
}
