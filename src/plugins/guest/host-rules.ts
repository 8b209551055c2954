/** Which addresses a plugin may talk to: `host`, `host:port`, `*.domain`, `unix:/path`. Pure. */

export interface Address {
  readonly host: string;
  /** Null where none is known: a name that is looked up. */
  readonly port: number | null;
}

export function isAllowed(address: Address, rules: readonly string[]): boolean {
  return rules.some((rule) => fits(address, rule));
}

function fits({ host, port }: Address, rule: string): boolean {
  if (rule.startsWith('unix:') || host.startsWith('unix:')) return rule === host;
  const [name, wanted] = split(rule);
  if (wanted !== null && port !== null && wanted !== port) return false;
  const given = bare(host);
  return name.startsWith('*.') ? given.endsWith(name.slice(1)) : given === name;
}

function split(rule: string): readonly [string, number | null] {
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(rule);
  // An IPv6 address without brackets has no port.
  if (match === null) return [bare(rule), null];
  return [bare(match[1] ?? ''), match[2] === undefined ? null : Number(match[2])];
}

function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
