/** What a stored message says, checked: an odd one is shown as such and never breaks the page. */

import type { Card, Rich } from '../../domain/card.ts';

export type MessageBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'rich'; readonly blocks: readonly Rich[] }
  | { readonly kind: 'unreadable' };

export function readBody(body: Readonly<Record<string, unknown>>): MessageBody {
  if (isCard(body.card)) return { kind: 'card', card: body.card };
  if (isRich(body.rich)) return { kind: 'rich', blocks: body.rich };
  if (typeof body.text === 'string') return { kind: 'text', text: body.text };
  return { kind: 'unreadable' };
}

function isCard(value: unknown): value is Card {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'title' in value &&
    typeof value.title === 'string' &&
    'sections' in value &&
    Array.isArray(value.sections) &&
    'buttons' in value &&
    Array.isArray(value.buttons)
  );
}

function isRich(value: unknown): value is readonly Rich[] {
  return Array.isArray(value) && value.every((block) => typeof block === 'object' && block !== null && 'type' in block);
}
