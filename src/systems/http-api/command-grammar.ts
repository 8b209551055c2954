/** Free commands of a kind that is asked over HTTP: method, path and a body of JSON, each path by a pattern. */

import type { ActionArguments } from '../../domain/plan.ts';
import { nearForms } from '../commands/forms.ts';
import { refuse, strangeCharacter } from '../commands/words.ts';
import type { Action, CommandReading, GrammarAtHand, LookContext } from '../contract.ts';

export interface HttpRead {
  /** As people type it: `GET /_cat/indices`. */
  readonly form: string;
  /** The whole path without its query. */
  readonly path: RegExp;
}

export interface HttpChange<Client> {
  readonly form: string;
  readonly method: 'PUT' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: RegExp;
  readonly action: Action<Client>;
  /** Null when the body says something else than the form. */
  given(match: RegExpExecArray, body: unknown): ActionArguments | null;
}

export interface HttpCommands<Client> {
  readonly reads: readonly HttpRead[];
  readonly changes: readonly HttpChange<Client>[];
  /** Names of what may be asked for in the query of a read. */
  readonly query: RegExp;
  get(client: Client, path: string, context: LookContext): Promise<string>;
}

/** What a path may hold: nothing that is encoded, so that nothing hides. */
const plainPath = /^\/[\w.,*:@+~-]*(?:\/[\w.,*:@+~-]+)*$/;

export function httpGrammar<Client>(table: HttpCommands<Client>): GrammarAtHand<Client> {
  const forms = [...table.reads, ...table.changes].map(({ form }) => form);
  return {
    forms,
    read(given) {
      const source = given.trim();
      const strange = strangeCharacter(source);
      if (strange !== null) return strange;
      const [, verb = '', target = '', rest = ''] = /^([A-Za-z]{1,10}) +([^ ]+) *(.*)$/.exec(source) ?? [];
      const method = verb.toUpperCase();
      const near = (): readonly string[] =>
        nearForms(
          forms,
          [verb, target].map((text) => ({ text, isQuoted: false })),
        );
      if (target === '')
        return refuse(source, '命令的形式是：方法 路径 [JSON]', 'a command is: method, path and perhaps JSON', forms.slice(0, 6));
      const [path = '', query = ''] = target.split(/\?(.*)/s);
      if (!plainPath.test(path) || path.split('/').some((part) => /^\.+$/.test(part)))
        return refuse(path, '路径里有不允许的字符，或“..”', 'the path holds a character that is not allowed, or “..”', near());
      if (method === 'GET')
        return rest === '' ? readGet(table, path, query, near()) : refuse(rest, 'GET 不带请求体', 'a GET has no body', near());
      return readChange(table, { method, target, rest }, near());
    },
  };
}

function readGet<Client>(table: HttpCommands<Client>, path: string, query: string, near: readonly string[]): CommandReading<Client> {
  if (!table.reads.some((each) => each.path.test(path)))
    return refuse(path, '不在允许的路径之列', 'it is not among the paths that are allowed', near);
  const wrong = query === '' ? undefined : query.split('&').find((part) => !table.query.test(part));
  if (wrong !== undefined) return refuse(wrong, '不在允许的查询参数之列', 'it is not among the parameters that are allowed', near);
  const asked = query === '' ? path : `${path}?${query}`;
  return { command: { kind: 'reads', text: `GET ${asked}`, run: (client, context) => table.get(client, asked, context) } };
}

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly rest: string;
}

function readChange<Client>(table: HttpCommands<Client>, { method, target, rest }: Asked, near: readonly string[]): CommandReading<Client> {
  const body = rest === '' ? undefined : jsonOf(rest);
  if (body === null) return refuse(rest, '请求体不是 JSON', 'the body is no JSON', near);
  const matching = table.changes.filter((each) => each.method === method && each.path.test(target));
  for (const change of matching) {
    const match = change.path.exec(target);
    const given = match === null ? null : change.given(match, body);
    if (given === null) continue;
    const parsed = change.action.arguments.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      return refuse(rest, `不接受：${issue.slice(0, 500)}`, `it is not accepted: ${issue.slice(0, 500)}`, [change.form]);
    }
    const text = `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
    return { command: { kind: 'changes', text, action: change.action, bind: () => Promise.resolve(parsed.data) } };
  }
  if (matching.length > 0)
    return refuse(
      rest,
      '请求体须与允许的形式一致',
      'the body must be of the form that is allowed',
      matching.map(({ form }) => form),
    );
  const isDeletion = method === 'DELETE' || /_delete_by_query|_close|_rollover|_forcemerge|_shrink/.test(target);
  return isDeletion
    ? refuse(`${method} ${target}`, '会删除数据或使其不可用', 'it deletes data or takes it away', near)
    : refuse(`${method} ${target}`, '不在允许的请求之列', 'it is not among the requests that are allowed', near);
}

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}
