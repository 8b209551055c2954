/** The forms in which an error of MySQL reaches people: as its client, its drivers and its log of replication print it. */

import { unlessSaid } from '../../unless-said.ts';

export interface ErrorForms {
  /** What the server says, as a pattern; null where the words alone mean more than this error. */
  readonly says: string | null;
  readonly numbers?: readonly number[];
  /** `ER_…`, as drivers for Node and the manual name it. */
  readonly names?: readonly string[];
  /** Words beside it that make it another fault; a pattern that may match anywhere. */
  readonly unless?: string;
}

/** Pure: a pattern for `quoted`. */
export function errorForms({ says, numbers = [], names = [], unless }: ErrorForms): string {
  const forms = [
    ...(says === null ? [] : [says]),
    ...(numbers.length === 0 ? [] : numbered(numbers.join('|'))),
    ...names.map((name) => `\\b${name}\\b`),
  ].join('|');
  return unless === undefined ? forms : unlessSaid(unless, forms);
}

/** A bare number is no error: it is only one where something says that it is. */
function numbered(number: string): readonly string[] {
  return [
    // ERROR 1054 (42S22), Error 1054:, errno: 1054, "errno":1054, Error_code: MY-001054, SQL Error: 1054.
    `(?:error|errno|code|错误|报错)\\W{0,4}(?:MY-0*)?(?:${number})\\b`,
    // (1054, "Unknown column …") of PyMySQL; 1054 (42S22): Unknown column … of MySQL Connector.
    `\\((?:${number}), ?b?["']`,
    `\\b(?:${number}) \\(\\w{5}\\)`,
    // SQLSTATE[42S22]: Column not found: 1054 Unknown column …; SQLSTATE[HY000] [1045] Access denied … of PDO.
    `SQLSTATE\\[\\w{5}\\]:? ?(?:[\\w ]{1,60}: ?|\\[)(?:${number})\\b`,
  ];
}
