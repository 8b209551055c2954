/** Brings JSON that was printed over many lines (`jq .`, exports, an array of entries) back to an entry a line, as log readers expect it. */

/** What is longer is no entry of a log; its lines are given on as they are. */
const linesMax = 500;
const charactersMax = 65_536;

export interface JsonLines {
  /** Lines that are whole now: often none, or the given one. */
  push(line: string): readonly string[];
  /** What was begun and never ended. */
  flush(): readonly string[];
}

/** An entry begins at a line that is `{` alone, and ends where its brackets do. */
export function createJsonLines(): JsonLines {
  let held: string[] = [];
  let [depth, characters] = [0, 0];
  const release = (joined: readonly string[]): readonly string[] => {
    held = [];
    [depth, characters] = [0, 0];
    return joined;
  };
  return {
    push(line) {
      const text = line.trim();
      if (held.length === 0) {
        if (text === '[' || text === ']') return [];
        if (text !== '{') return [line];
      }
      held.push(line);
      characters += line.length;
      depth += depthOf(text);
      if (depth <= 0)
        return release([
          held
            .map((each) => each.trim())
            .join(' ')
            .replace(/,$/, ''),
        ]);
      return held.length >= linesMax || characters >= charactersMax ? release(held) : [];
    },
    flush: () => release(held),
  };
}

/** Brackets that a line opens, less those that it closes; a string of JSON ends on its line. */
function depthOf(text: string): number {
  let [depth, isQuoted] = [0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '{' || character === '[')) depth += 1;
    else if (!isQuoted && (character === '}' || character === ']')) depth -= 1;
  }
  return depth;
}
