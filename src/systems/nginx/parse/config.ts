/** What `nginx -T` prints: its complaints, then every file of the configuration. */

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | null;
  /** Where it stands: the file of the dump, and the line in it; empty and 0 where the text names no file. */
  readonly file: string;
  readonly line: number;
}

export interface Dump {
  readonly isBinaryThere: boolean;
  readonly isValid: boolean;
  /** It could not be tested with our rights: that says nothing about it. */
  readonly isForbidden: boolean;
  /** The first line that says why it is not valid. */
  readonly error: string;
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  readonly directives: readonly Directive[];
}

export function parseDump(text: string): Dump {
  const start = text.search(/^# configuration file /m);
  const said = (start < 0 ? text : text.slice(0, start)).split('\n').map((line) => line.replace(/^nginx: /, '').trim());
  const isValid = said.some((line) => line.endsWith('test is successful'));
  const complaint = said.find((line) => /^\[(emerg|crit)\]/.test(line)) ?? (isValid ? '' : (said.find((line) => line !== '') ?? ''));
  const dump = start < 0 ? '' : text.slice(start);
  return {
    isBinaryThere: !text.startsWith('@@missing'),
    isValid,
    isForbidden: !isValid && /\(13: Permission denied\)|sudo: |not allowed/.test(said.join('\n')),
    error: isValid || text.startsWith('@@missing') ? '' : complaint.slice(0, 300),
    warnings: said.filter((line) => line.startsWith('[warn]')).map((line) => line.slice(0, 300)),
    files: [...dump.matchAll(/^# configuration file (\/.*):$/gm)].map((match) => match[1] ?? ''),
    directives: parseDirectives(dump),
  };
}

/** Comments, quotes and blocks; includes are not followed, since the dump holds their files anyway (`includedTree` puts them in). */
export function parseDirectives(text: string): readonly Directive[] {
  const root: Directive[] = [];
  const stack: Directive[][] = [root];
  let words: string[] = [];
  let [file, beginsAt, line] = ['', 0, 0];
  let [countedTo, lines] = [0, 0];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    for (; countedTo < index; countedTo += 1) if (text[countedTo] === '\n') lines += 1;
    if (token.startsWith('#')) {
      const named = /^# configuration file (\/.*):$/.exec(token);
      if (named !== null) [file, beginsAt] = [named[1] ?? '', lines + 1];
      continue;
    }
    const siblings = stack.at(-1) ?? root;
    if (token === ';' || token === '{') {
      const [name = '', ...args] = words;
      words = [];
      const block: Directive[] | null = token === '{' ? [] : null;
      if (name !== '' || block !== null) siblings.push({ name, args, block, file, line: file === '' ? 0 : line });
      if (block !== null) stack.push(block);
    } else if (token === '}') {
      words = [];
      if (stack.length > 1) stack.pop();
    } else {
      if (words.length === 0) line = lines - beginsAt + 1;
      words.push(token.startsWith('"') || token.startsWith("'") ? token.slice(1, -1) : token);
    }
  }
  return root;
}

const tokens = /#[^\n]*|[;{}](?=\s|$|[;{}#])|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:\$\{\w+\}|[^\s;{}"']|\{(?=\d)|(?<=\d)\})+|[;{}]|\S/g;

/** All directives of this name, wherever they stand. */
export function findAll(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.flatMap((each) => [...(each.name === name ? [each] : []), ...(each.block === null ? [] : findAll(each.block, name))]);
}

/** The first argument of the first directive of this name. */
export function settingOf(directives: readonly Directive[], name: string): string | null {
  return findAll(directives, name)[0]?.args[0] ?? null;
}

export interface ServedCertificate {
  readonly path: string;
  readonly names: readonly string[];
  /** Its `listen … ssl`, the address only. */
  readonly listens: readonly string[];
}

/** Each server's certificate file with the names that it answers to. A file named by a variable is unknown here. */
export function servedCertificates(directives: readonly Directive[]): readonly ServedCertificate[] {
  const shared = findAll(directives, 'http').flatMap(({ block }) => (block ?? []).filter(({ name }) => name === 'ssl_certificate'));
  return findAll(directives, 'server').flatMap(({ block }) => {
    if (block === null) return [];
    const isTls = block.some(({ name, args }) => (name === 'listen' && args.includes('ssl')) || (name === 'ssl' && args[0] === 'on'));
    if (!isTls) return [];
    const own = block.filter(({ name }) => name === 'ssl_certificate');
    const names = block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args);
    const listens = block.flatMap(({ name, args: [address = '', ...more] }) =>
      name === 'listen' && more.includes('ssl') ? [address] : [],
    );
    return (own.length > 0 ? own : shared).flatMap(({ args: [path = ''] }) => (/^\/[^$]*$/.test(path) ? [{ path, names, listens }] : []));
  });
}
