/** Which port a program could not take, by its log. */

/** `[Errno 98]` and `(98: …)` are the number of the error. */
const errorNumbers = /\berrno[ :=]*\d+|\((?:48|98|10048)(?=[):])/gi;
const inLine = /(?::|port[ =:]*|\D)(\d{2,5})\b(?!.*\d{2,5})/;
/** As a program says where it is about to listen: what fails next may not repeat it. */
const announced = /\b(?:listen|start|serv|bind|bound|running)\w*\b[^\n]{0,80}?(?::|port[ =:]+)(\d{2,5})(?![\w:.])/i;

/** `lines` end with the newest; `inUse` tells the complaint. 0 where no line says it. */
export function portInUse(lines: readonly string[], inUse: RegExp): number {
  const complaint = lines.findLast((line) => inUse.test(line));
  if (complaint === undefined) return 0;
  const said = portIn(inLine, complaint.replace(errorNumbers, ''));
  if (said > 0) return said;
  const others = lines.filter((line) => !inUse.test(line)).map((line) => portIn(announced, line));
  return others.findLast((port) => port > 0) ?? 0;
}

function portIn(form: RegExp, line: string): number {
  const port = Number(form.exec(line)?.[1] ?? 0);
  return port <= 65_535 ? port : 0;
}
