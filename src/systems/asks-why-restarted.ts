/** Asked for the reason of a restart, and not of what came after one: that it restarted is what who asks says himself. */

const why = 'why|how come|what (?:made|caused?|causes)|reason|root cause|为什么|为啥|为何|怎么|咋|原因|谁';
const restarted = '(?<!\\b(?:after|since)\\b[^.。!?？,，]{0,30})(?:restart|reboot|重启(?!之?后|以后|过?以来))';

/** For `restates` of signatures that say no more than that something has restarted. */
export const asksWhyRestarted = `(?:${why})[^.。!?？]{0,60}${restarted}|${restarted}[^.。!?？]{0,40}(?:${why})`;
