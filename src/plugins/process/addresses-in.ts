/** The addresses that an entry or a configuration names: what the plugin may talk to because the operator has written it there. */

const valuesMax = 1_000;

/** `host:port` where both are known, else `host`. Addresses in URLs, under `host`, `address`, `server` and `broker`, alone or in lists. */
export function addressesIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  let left = valuesMax;
  const visit = (given: unknown, key: string, holder: object | null): void => {
    left -= 1;
    if (left < 0) return;
    if (typeof given === 'string') for (const address of addressOf(given, key, holder)) found.add(address);
    else if (Array.isArray(given)) for (const item of given) visit(item, key.replace(/(?<=r)s$|(?<=s)es$|(?<=t)s$/, ''), null);
    else if (typeof given === 'object' && given !== null) for (const [name, item] of Object.entries(given)) visit(item, name, given);
  };
  visit(value, '', null);
  return [...found];
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'ldap:': 389, 'ldaps:': 636, 'ws:': 80, 'wss:': 443 };

function addressOf(given: string, key: string, holder: object | null): readonly string[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given) && URL.canParse(given)) {
    const { hostname, port, protocol } = new URL(given);
    if (hostname === '') return [];
    const known = port === '' ? defaultPorts[protocol] : Number(port);
    return [known === undefined ? hostname : `${hostname}:${known}`];
  }
  if (/^(socket|socketPath)$/.test(key) && given.startsWith('/')) return [`unix:${given}`];
  if (!/^(host|hostname|address|server|broker|node|endpoint)$/i.test(key) || !/^[\w.:[\]-]{1,255}$/.test(given)) return [];
  if (/:\d+$/.test(given)) return [given];
  const port: unknown = holder === null ? undefined : Reflect.get(holder, 'port');
  return [typeof port === 'number' ? `${given}:${port}` : given];
}
