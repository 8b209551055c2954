/** Questions in a language of their own (PromQL, LogQL): all that follows the words of the form is one expression, as people paste it. */

import type { LocalText } from '../../domain/text.ts';
import { text } from '../command.ts';
import type { CommandReading, GrammarAtHand, LookContext } from '../contract.ts';
import { type FormTable, formsOf, nearForms, type ReadForm, readWords } from './forms.ts';
import { printWord, refuse, splitWords, strangeCharacter } from './words.ts';

export interface QueryForm<Client> extends ReadForm<Client> {
  /** Ends with `<expression>`, which takes the rest of the line. */
  readonly form: string;
  /** Why the language does not take it; null when it does. Pure. */
  wrong(expression: string): LocalText | null;
  /** Has the server read it without running it. Throws SystemError. */
  check?(client: Client, expression: string, context: LookContext): Promise<void>;
}

const slot = ' <expression>';

export function queryGrammar<Client>(table: FormTable<Client>, queries: readonly QueryForm<Client>[]): GrammarAtHand<Client> {
  const forms = [...queries.map(({ form }) => form), ...formsOf(table)];
  return {
    forms,
    read(given) {
      const source = given.trim();
      const strange = strangeCharacter(source);
      if (strange !== null) return strange;
      const own = withoutProgram(source, table.program);
      for (const query of queries) {
        const expression = expressionOf(query, own);
        if (expression !== null) return readQuery(query, expression);
      }
      const split = splitWords(own);
      if ('refusal' in split) return namedRefusal(table, own) ?? split;
      const found = readWords(table, split.words, (words) => words.map(printWord).join(' '));
      return 'command' in found ? found : { refusal: { ...found.refusal, near: nearForms(forms, split.words) } };
    },
  };
}

/** What is refused by its first word is told so, though the rest of it is in the other language. */
function namedRefusal<Client>({ refused }: FormTable<Client>, source: string): CommandReading<Client> | null {
  const first = source.split(/\s/)[0] ?? '';
  const why = Object.hasOwn(refused, first) ? refused[first] : undefined;
  return why === undefined ? null : refuse(first, why['zh-CN'], why.en);
}

function withoutProgram(source: string, program: string | undefined): string {
  return program !== undefined && source.startsWith(`${program} `) ? source.slice(program.length).trimStart() : source;
}

/** Null when the line does not begin with the words of this form. A shell's single quotes around the whole of it are left out. */
function expressionOf<Client>({ form }: QueryForm<Client>, source: string): string | null {
  const words = form.slice(0, -slot.length).split(' ');
  const match = new RegExp(`^${words.join('\\s+')}\\s+(.+)$`, 's').exec(source);
  const rest = match?.[1]?.trim() ?? '';
  return rest === '' ? null : (/^'([^']+)'$/.exec(rest)?.[1]?.trim() ?? rest);
}

function readQuery<Client>(query: QueryForm<Client>, expression: string): CommandReading<Client> {
  const wrong = wrongSigns(expression) ?? query.wrong(expression);
  if (wrong !== null) return refuse(expression, wrong['zh-CN'], wrong.en, [query.form]);
  const { check } = query;
  return {
    command: {
      kind: 'reads',
      text: `${query.form.slice(0, -slot.length)} ${expression}`,
      run: (client, context) => query.run(client, { expression }, context),
      ...(check === undefined ? {} : { check: (client, context) => check(client, expression, context) }),
    },
  };
}

/** What no such language needs, and what hides from the one who approves. */
function wrongSigns(expression: string): LocalText | null {
  const bare = bareOf(expression);
  if (bare === null) return text('引号没有成对', 'a quote is not closed');
  const sign = /[^\x20-\x7e]|[;\\$#]|&&/.exec(bare)?.[0];
  return sign === undefined ? null : text(`“${sign}”只能出现在引号内`, `“${sign}” may only stand within quotes`);
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** The expression without what stands in quotes; null when a quote is not closed. */
export function bareOf(expression: string): string | null {
  const bare = expression.replace(quoted, '""');
  return /["'`]/.test(bare.replaceAll('""', '')) ? null : bare;
}

/** Whether every bracket is closed by its own kind. For expressions without what stands in quotes. */
export function isBalanced(bare: string): boolean {
  const open: string[] = [];
  for (const sign of bare) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (')]}'.includes(sign) && open.pop() !== '([{'[')]}'.indexOf(sign)]) return false;
  }
  return open.length === 0;
}
