/** The buttons of a card as one actions block, and what a click on it says back. */

import type { ActionsBlock, Button, ConfirmationDialog, Overflow, StaticSelect } from '@slack/types';
import type { Card, CardButton } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { shorten } from '../rich/shorten.ts';
import { slackLimits } from './limits.ts';

const prefix = 'zhiban:';
const menuId = 'zhiban-menu';

/** Up to three buttons, then the menu; what doesn't fit into a menu's short values becomes a button after it. */
export function cardActions(card: Card, locale: Locale): ActionsBlock[] {
  const inMenu = card.overflow.filter(fitsMenu).slice(0, slackLimits.choicesMax);
  const asButtons = [...card.buttons, ...card.overflow.filter((button) => !inMenu.includes(button))].slice(0, 24);
  const elements: (Button | Overflow | StaticSelect)[] = asButtons.map((button, index) => toButton(button, index, locale));
  if (inMenu.length > 0) elements.splice(Math.min(3, card.buttons.length), 0, toMenu(inMenu, locale));
  if (elements.length === 0) return [];
  return [{ type: 'actions', block_id: shorten(`zhiban:${card.incidentId}:${card.revision}`, 255), elements }];
}

/** What was clicked, from the action's own fields; null for an action that isn't ours. */
export function readClicked(action: {
  readonly action_id: string;
  readonly value?: string | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}): { readonly actionId: string; readonly value: string } | null {
  if (action.action_id === menuId) {
    const chosen = action.selected_option?.value ?? '';
    const border = chosen.indexOf(' ');
    return border < 0 ? null : { actionId: chosen.slice(0, border), value: chosen.slice(border + 1) };
  }
  if (!action.action_id.startsWith(prefix)) return null;
  return { actionId: action.action_id.slice(prefix.length).replace(/#\d+$/, ''), value: action.value ?? '' };
}

function toButton(button: CardButton, index: number, locale: Locale): Button {
  return {
    type: 'button',
    // Slack wants the ids within a block to differ.
    action_id: `${prefix}${button.id}#${index}`,
    text: { type: 'plain_text', text: shorten(button.label, slackLimits.buttonTextCharsMax), emoji: true },
    value: button.value.slice(0, slackLimits.buttonValueCharsMax),
    ...(button.style === 'default' ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: toConfirm(button, button.confirm, locale) }),
  };
}

function toConfirm(button: CardButton, question: string, locale: Locale): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: shorten(button.label, 100) },
    text: { type: 'plain_text', text: shorten(question, slackLimits.confirmCharsMax) },
    confirm: { type: 'plain_text', text: shorten(button.label, 30) },
    deny: { type: 'plain_text', text: locale === 'en' ? 'Cancel' : '取消' },
    ...(button.style === 'default' ? {} : { style: button.style }),
  };
}

/** A menu's choices can't ask back one by one, so a button with a question isn't put there. */
function fitsMenu(button: CardButton): boolean {
  return button.confirm === undefined && menuValue(button).length <= slackLimits.optionValueCharsMax;
}

function toMenu(buttons: readonly CardButton[], locale: Locale): Overflow | StaticSelect {
  const options = buttons.map((button) => ({
    text: { type: 'plain_text' as const, text: shorten(button.label, slackLimits.buttonTextCharsMax), emoji: true },
    value: menuValue(button),
  }));
  if (options.length <= slackLimits.optionsMax) return { type: 'overflow', action_id: menuId, options };
  const placeholder = { type: 'plain_text' as const, text: locale === 'en' ? 'More…' : '更多…' };
  return { type: 'static_select', action_id: menuId, placeholder, options };
}

function menuValue(button: CardButton): string {
  return `${button.id} ${button.value}`;
}
