/**
 * Foreign text in the small Markdown of group robots, which knows no escape: what would become a link, a mention, a picture or a heading
 * is written with the full-width twin of its sign, so that a log line stays a log line.
 */

const twins: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '[': '［', ']': '］', '`': 'ˋ', '*': '＊', '@': '＠', '!': '！' };

export function plainMarkdown(text: string): string {
  return text
    .replace(/[<>[\]`*]|@(?=\S)|!(?=\[)/g, (sign) => twins[sign] ?? sign)
    .replace(/\r\n?/g, '\n')
    .replace(/^(\s*)#/gm, '$1＃');
}
