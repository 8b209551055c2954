/** A command line as it may be shown: what looks like a secret in it is starred out before it leaves the machine's client. */

const rules: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:***@'],
  [
    /((?:^|[\s"'-])[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|credentials?|auth)[\w.-]*[= :]+)(?:(?:Bearer|Basic|Token)\s+\S+|"[^"]*"|'[^']*'|\S+)/gi,
    '$1***',
  ],
  [/((?:^|\s)(?:mysql|mariadb|mysqldump|mysqladmin)\b.*?\s-p)\S+/gi, '$1***'],
  [/((?:^|\s)(?:redis-cli)\b.*?\s-a\s+)\S+/gi, '$1***'],
  [/((?:^|\s)(?:-u|--user)\s+[^\s:]+):\S+/gi, '$1:***'],
  [/(--requirepass\s+)\S+/gi, '$1***'],
];

/** `/proc/PID/cmdline` has NULs between the words. */
export function maskCommand(commandLine: string, lengthMax = 240): string {
  let text = commandLine
    .replaceAll('\u0000', ' ')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}
