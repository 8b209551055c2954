/** The sorts of variable that a log line holds. The numbers are stored in mined state: append only. */

export const variableNames = [
  'word',
  'mark',
  'any',
  'number',
  'hex',
  'ip',
  'address',
  'host',
  'mac',
  'uuid',
  'path',
  'url',
  'time',
  'date',
  'duration',
  'size',
  'version',
  'email',
  'id',
  'flag',
  'null',
  'account',
  'empty',
  'list',
  'rest',
  'secret',
] as const;

export type VariableName = (typeof variableNames)[number];

/** `word` and `mark` are text; everything from `any` on varies. */
export const kinds = Object.fromEntries(variableNames.map((name, index) => [name, index])) as { readonly [name in VariableName]: number };

export const firstVariable = kinds.any;

/** Stands for a part of a word that varies, as the number in `node-17`; no log line holds it, since input is cleaned of it. */
export const hole = '\uFFFF';
export const holeCode = 0xffff;

/** Inside the text of a list each item is followed by this plus its kind: a character that no script uses. */
export const kindMark = 0xe000;
export const kindMarks = /[\ue000-\ue01f]/g;
