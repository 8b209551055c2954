/** Asked for the reason of something, and not of what came after it: that it is so is what who asks says himself. */

const why = 'why|how come|what (?:made|caused?|causes)|reason|root cause|为什么|为啥|为何|怎么|咋|原因|根因|谁';

/** At the end, and of nothing but what was said before: “any idea why?”. */
const bareWhy = String.raw`[.。,，;；!！?？]\s*(?:(?:do you|does anyone|anybody|any)\s+)?(?:idea|know|clue)?\s*(?:why(?: is that)?|how come|what(?:'|’)?s (?:going on|wrong|up|the (?:cause|reason))|what is (?:going on|wrong|it)|为什么|为啥|(?:是|这是)?(?:什么|啥)(?:原因|情况)|(?:是|这是)?(?:怎么|咋)回事(?:啊|呢)?|原因(?:是什么|在哪)?)\s*[?？]*(?=\s*(?:\n|$))`;

/** For `restates` of signatures that say no more than `what`, a regular expression. */
export function asksWhy(what: string): string {
  return `(?:${why})[^.。!?？]{0,60}(?:${what})|(?:${what})[^.。!?？]{0,40}(?:${why})|(?:${what})[^\n]{0,120}?(?:${bareWhy})`;
}

export const asksWhyRestarted = asksWhy('(?<!\\b(?:after|since)\\b[^.。!?？,，]{0,30})(?:restart|reboot|重启(?!之?后|以后|过?以来))');
