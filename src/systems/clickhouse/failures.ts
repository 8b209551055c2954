/** What the exceptions of queries say, by the fault they tell of. Numbers are those of the server's source, `ErrorCodes.cpp`. */

interface FailureClass {
  readonly name: string;
  readonly codes: readonly string[];
  /** In the text, where the number is a general one. */
  readonly text?: RegExp;
}

/** The first that fits: a full disk is told with the number of whatever could not be done. */
export const failureClasses: readonly FailureClass[] = [
  { name: 'noSpace', codes: ['243'], text: /No space left on device|errno: 28\b|NOT_ENOUGH_SPACE/i },
  { name: 'quota', codes: ['201'] },
  { name: 'readOnlyLogin', codes: ['164'] },
  { name: 'denied', codes: ['497', '291'] },
  { name: 'timeLimit', codes: ['159', '160'] },
  { name: 'damaged', codes: ['40', '246', '33', '228', '271', '226'], text: /checksum doesn.t match|corrupted data|cannot decompress/i },
  { name: 'remote', codes: ['279', '209', '210', '32', '519'] },
  { name: 'missingTable', codes: ['60', '81'] },
  { name: 'missingColumn', codes: ['47', '16', '10', '8'] },
  { name: 'rowLimit', codes: ['158', '307', '396', '191'] },
  { name: 'types', codes: ['53', '70', '27', '6', '117', '26', '38', '41', '72'] },
];

/** Null for what is no fault of a known sort. */
export function failureClassOf(code: string, text: string): string | null {
  const byText = failureClasses.find((each) => each.text?.test(text));
  return (byText ?? failureClasses.find(({ codes }) => codes.includes(code)))?.name ?? null;
}

/** What is told in words, without the number, the stack and values. */
export function messageOf(exception: string): string {
  return exception
    .replace(/^Code: \d+[,.]?\s*(e\.displayText\(\) = )?(DB::Exception: )?/, '')
    .replace(/,? ?e\.what\(\) = .*$/s, '')
    .replace(/ ?\(version [^)]*\)/, '')
    .replace(/'[^']{40,}'/g, "'…'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 260);
}
