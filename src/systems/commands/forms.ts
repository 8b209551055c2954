/** Forms of commands as data: `CONFIG SET <parameter> <value>`. Literal words must be there, a slot takes a word of its pattern. */

import type { ActionArguments } from '../../domain/plan.ts';
import type { LocalText } from '../../domain/text.ts';
import type { Action, CommandReading, GrammarAtHand, LookContext } from '../contract.ts';
import { printWord, refuse, splitWords, type Word } from './words.ts';

export type Slots = Readonly<Record<string, string>>;

export interface ChangeForm<Client> {
  readonly form: string;
  readonly action: Action<Client>;
  /** The action's arguments as the words say them. */
  given?(slots: Slots): ActionArguments;
  /** In place of `given`, where the system must be asked whom they mean. */
  bind?(slots: Slots, client: Client, context: LookContext): Promise<ActionArguments | { readonly refused: LocalText }>;
}

/** A form that only reads and is run in a way of its own. */
export interface ReadForm<Client> {
  readonly form: string;
  /** What it prints, bounded. Throws SystemError. */
  run(client: Client, slots: Slots, context: LookContext): Promise<string>;
}

export interface FormTable<Client> {
  /** Forms that only read: bare ones are all run by `run`. */
  readonly reads: readonly (string | ReadForm<Client>)[];
  readonly changes: readonly ChangeForm<Client>[];
  /** Patterns of slots by name; a slot without one takes `word`. */
  readonly slots: Readonly<Record<string, RegExp>>;
  /** Why what people might well ask for is not there, by its first words in capitals. */
  readonly refused: Readonly<Record<string, LocalText>>;
  /** Whether literal words mind their case, as programs do. */
  readonly isCaseSensitive?: boolean;
  /** The program that people write before it (`etcdctl member list`), which says nothing more. */
  readonly program?: string;
  /** Brings what people write in several ways into the one that forms have. What it has brought there it leaves as it is. */
  prepare?(words: readonly Word[]): readonly Word[];
  /** For bare forms. `text` is the command as it is shown and approved; `words` are those of it, without their quotes. */
  run?(client: Client, words: readonly string[], context: LookContext, text: string): Promise<string>;
}

const word = /^[\w.:@*/+-]{1,200}$/;
const restMax = 8;
const nearMax = 6;

export function formGrammar<Client>(table: FormTable<Client>): GrammarAtHand<Client> {
  return {
    forms: formsOf(table),
    read(given) {
      const split = splitWords(given);
      return 'refusal' in split ? split : readWords(table, prepared(table, split.words), printWords);
    },
  };
}

/** So that they are split into the same words again. */
export function printWords(words: readonly Word[]): string {
  return words.map(printWord).join(' ');
}

function prepared<Client>({ program, prepare }: FormTable<Client>, words: readonly Word[]): readonly Word[] {
  const isNamed = program !== undefined && words.length > 1 && words[0]?.text === program && !words[0].isQuoted;
  const own = isNamed ? words.slice(1) : words;
  return prepare === undefined ? own : prepare(own);
}

export function formsOf<Client>(table: Pick<FormTable<Client>, 'reads' | 'changes'>): readonly string[] {
  return [...table.reads, ...table.changes].map(nameOf);
}

function nameOf(given: string | { readonly form: string }): string {
  return typeof given === 'string' ? given : given.form;
}

/** `print` makes the text that is run of words whose literals are written as in the form. */
export function readWords<Client>(
  table: FormTable<Client>,
  words: readonly Word[],
  print: (words: readonly Word[]) => string,
): CommandReading<Client> {
  for (const read of table.reads) {
    const match = matchForm(nameOf(read), words, table);
    if (match === null) continue;
    const plain = match.words.map((each) => each.text);
    const text = print(match.words);
    const run = (client: Client, context: LookContext): Promise<string> =>
      typeof read === 'string' ? runBare(table, client, plain, context, text) : read.run(client, match.slots, context);
    return { command: { kind: 'reads', text, run } };
  }
  for (const change of table.changes) {
    const match = matchForm(change.form, words, table);
    if (match === null) continue;
    const given = change.given?.(match.slots) ?? {};
    const wrong = change.bind === undefined ? issueOf(change.action, given) : null;
    if (wrong !== null)
      return refuse(print(match.words), `${change.action.name} 不接受：${wrong}`, `it is not accepted: ${wrong}`, [change.form]);
    return {
      command: {
        kind: 'changes',
        text: print(match.words),
        action: change.action,
        bind: (client, context) => change.bind?.(match.slots, client, context) ?? Promise.resolve(given),
      },
    };
  }
  return notListed(table, words);
}

function runBare<Client>(
  { run }: FormTable<Client>,
  client: Client,
  words: readonly string[],
  context: LookContext,
  text: string,
): Promise<string> {
  if (run === undefined) throw new TypeError(`nothing runs the bare form of '${text.slice(0, 80)}'`);
  return run(client, words, context, text);
}

function issueOf<Client>(action: Action<Client>, given: ActionArguments): string | null {
  const parsed = action.arguments.safeParse(given);
  if (parsed.success) return null;
  return parsed.error.issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, 600);
}

interface Match {
  readonly slots: Slots;
  readonly words: readonly Word[];
}

type Patterns = Pick<FormTable<never>, 'slots' | 'isCaseSensitive'>;

function matchForm(form: string, words: readonly Word[], table: Patterns): Match | null {
  const parts = form.split(' ');
  const isOpen = parts.at(-1)?.endsWith('...') ?? false;
  if (isOpen ? words.length < parts.length || words.length > parts.length + restMax : words.length !== parts.length) return null;
  const slots: Record<string, string> = {};
  const matched: Word[] = [];
  for (const [index, given] of words.entries()) {
    const part = (parts[index] ?? parts.at(-1) ?? '').replace(/\.\.\.$/, '');
    const name = slotName(part);
    if (name === null) {
      if (given.isQuoted || !isLiteral(part, given.text, table)) return null;
      matched.push({ text: part, isQuoted: false });
    } else {
      if (!(table.slots[name] ?? word).test(given.text)) return null;
      slots[name] ??= given.text;
      matched.push(given);
    }
  }
  return { slots, words: matched };
}

function slotName(part: string): string | null {
  return /^<([\w-]+)>$/.exec(part)?.[1] ?? null;
}

function isLiteral(part: string, given: string, { isCaseSensitive = false }: Patterns): boolean {
  // Only ASCII is put into capitals: other letters that happen to have an ASCII capital are other letters.
  return part === given || (!isCaseSensitive && /^[\x21-\x7e]+$/.test(given) && part.toUpperCase() === given.toUpperCase());
}

function notListed<Client>(table: FormTable<Client>, words: readonly Word[]): CommandReading<Client> {
  const [first = '', second = ''] = words.map((each) => (table.isCaseSensitive === true ? each.text : each.text.toUpperCase()));
  const named = table.refused[`${first} ${second}`] ?? table.refused[first];
  const near = nearForms(formsOf(table), words);
  if (named !== undefined) return refuse(first, named['zh-CN'], named.en, near);
  const isKnown = near.length > 0 && near.some((form) => form.split(' ')[0]?.toUpperCase() === first.toUpperCase());
  return isKnown
    ? refuse(
        words.map((each) => each.text).join(' '),
        '这个命令只能写成下面的形式',
        'this command is only allowed in the forms below',
        near,
      )
    : refuse(first, '不在允许的命令之列', 'it is not among the commands that are allowed', near);
}

/** Those that begin alike, else those whose first word is most like it. */
export function nearForms(forms: readonly string[], words: readonly Word[]): readonly string[] {
  const given = words.map((each) => each.text.toUpperCase());
  const scored = forms.map((form) => ({ form, score: likeness(form.toUpperCase().split(' '), given) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const alike = scored.filter(({ score }) => score > 0 && score >= best - 1);
  return alike
    .sort((one, other) => other.score - one.score)
    .slice(0, nearMax)
    .map(({ form }) => form);
}

function likeness(parts: readonly string[], given: readonly string[]): number {
  let score = 0;
  for (const [index, part] of parts.entries()) {
    if (part.startsWith('<') || part !== given[index]) break;
    score += 10;
  }
  if (score > 0) return score;
  const [one = '', other = ''] = [parts[0], given[0]];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same >= 3 ? same : 0;
}
