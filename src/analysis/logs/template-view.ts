/** A template as evidence shows it: plain data, with secrets masked. */

import { renderTyped } from './render.ts';
import { type Level, levels, type Template, templateId } from './template.ts';

export interface TemplateView {
  readonly id: string;
  /** With typed variables: `session opened for user <*> (uid=<number>)`. */
  readonly text: string;
  readonly level: Level;
  readonly count: number;
  /** Epoch milliseconds; null where the lines carry no time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly example: string;
}

export function viewTemplate(template: Template): TemplateView {
  return {
    id: templateId(template.tokens),
    text: renderTyped(template.tokens),
    level: levels[template.level] ?? 'none',
    count: template.count,
    firstMs: Number.isNaN(template.firstMs) ? null : template.firstMs,
    lastMs: Number.isNaN(template.lastMs) ? null : template.lastMs,
    example: template.example,
  };
}
