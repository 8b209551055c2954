/** The forms in which an error of PostgreSQL reaches people: as its client, its drivers and its log print it. */

import { unlessSaid } from '../../unless-said.ts';

export interface QuotedState {
  /** What the server says, as a pattern. */
  readonly says: string;
  /** Five characters each. */
  readonly states?: readonly string[];
  /** Its class in psycopg, asyncpg (which appends `Error`) and Ruby's pg. */
  readonly classes?: readonly string[];
  /** Words beside it that make it another fault; a pattern that may match anywhere. */
  readonly unless?: string;
}

/** Pure: a pattern for `quoted`. A bare number is no state: it is only one where something says that it is. */
export function quotedState({ says, states = [], classes = [], unless }: QuotedState): string {
  const forms = [
    says,
    ...(states.length === 0 ? [] : marked(states.join('|'))),
    ...(classes.length === 0 ? [] : [`(?:errors\\.|exceptions\\.|PG::)(?:${classes.join('|')})(?:Error)?\\b`]),
  ].join('|');
  return unless === undefined ? forms : unlessSaid(unless, forms);
}

function marked(state: string): readonly string[] {
  return [
    // SQLSTATE[23505], (SQLSTATE 23505), SQLState: 23505, ERROR: 23505: …, error code 23505.
    `(?:sqlstate|error(?: code)?|错误码?|报错)\\W{0,4}(?:${state})\\b`,
    // code: '23505' of node-postgres, "code":"23505", pgcode=23505.
    `code\\W{0,2}[:=]\\W{0,2}(?:${state})\\b`,
    // 23505: duplicate key … of Npgsql; [23505] ERROR: … of R2DBC and DataGrip.
    `\\b(?:${state}): \\w`,
    `\\[(?:${state})\\]`,
  ];
}
