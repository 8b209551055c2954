/** Puts what `up` told into the systems, the alert, the question and the truth: `${PORT}`. */

export type Told = Readonly<Record<string, string>>;

/** The last line of a name holds; everything that isn't `KEY=VALUE` is for people. */
export function parseTold(output: string): Told {
  const told: Record<string, string> = {};
  for (const line of output.split('\n')) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trimEnd());
    if (match?.[1] !== undefined) told[match[1]] = match[2] ?? '';
  }
  return told;
}

/** Throws an error that names the variable and where it stands. A text that is one variable of digits becomes a number. */
export function fill(value: unknown, told: Told, at: string): unknown {
  if (typeof value === 'string') return fillText(value, told, at);
  if (Array.isArray(value)) return value.map((each, index) => fill(each, told, `${at}[${index}]`));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, told, `${at}.${key}`)]));
  return value;
}

function fillText(text: string, told: Told, at: string): string | number {
  const filled = text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, name: string) => {
    const value = told[name];
    if (value === undefined) throw new Error(`${at}: up did not print ${name}=…`);
    return value;
  });
  const isWholeNumber = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text) && /^\d{1,15}$/.test(filled);
  return isWholeNumber ? Number(filled) : filled;
}

/** For places that only hold text: labels, questions, the words of a truth. */
export function fillAsText(value: unknown, told: Told, at: string): unknown {
  if (typeof value === 'string') return String(fillText(value, told, at));
  if (Array.isArray(value)) return value.map((each, index) => fillAsText(each, told, `${at}[${index}]`));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillAsText(each, told, `${at}.${key}`)]));
  return value;
}
