/** Asked for the reason of something, and not of what came after it: that it is so is what who asks says himself. */

const why = 'why|how come|what (?:made|caused?|causes)|reason|root cause|为什么|为啥|为何|怎么|咋|原因|根因|谁';

/** For `restates` of signatures that say no more than `what`, a regular expression. */
export function asksWhy(what: string): string {
  return `(?:${why})[^.。!?？]{0,60}(?:${what})|(?:${what})[^.。!?？]{0,40}(?:${why})`;
}

export const asksWhyRestarted = asksWhy('(?<!\\b(?:after|since)\\b[^.。!?？,，]{0,30})(?:restart|reboot|重启(?!之?后|以后|过?以来))');
