/** What a statement is about. */

/** The first table that a statement names; empty where it names none. It may be cut off, and be in any dialect: it is not taken apart for this. */
export function tableIn(query: string): string {
  return (
    /\b(?:from|into|update|join|table|on)\s+(?:ignore\s+|low_priority\s+|if\s+(?:not\s+)?exists\s+)?([`"\w.$]{1,130})/i
      .exec(query)?.[1]
      ?.replace(/[`"]/g, '') ?? ''
  );
}
