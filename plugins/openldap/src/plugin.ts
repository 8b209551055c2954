/** OpenLDAP for Zhiban: the example of a plugin that brings a kind of system. */

import { definePlugin, defineSystem, entryShape, type LookContext, type SystemCheck, secretRef, z } from 'zhiban/plugin';
import { openldapActions } from './actions.ts';
import { createLdapClient, type LdapClient } from './client.ts';
import { openldapCommands } from './commands.ts';
import { failureOf } from './failure.ts';
import { connectionsProbe } from './probes/connections.ts';
import { databasesProbe } from './probes/databases.ts';
import { serverProbe } from './probes/server.ts';
import { settingsProbe } from './probes/settings.ts';
import { readSettings } from './settings.ts';
import { openldapSignatures } from './signatures.ts';

const entry = z.strictObject({
  ...entryShape,
  kind: z.literal('openldap'),
  url: z.url({ protocol: /^ldaps?$/, error: 'expected ldap://host:389 or ldaps://host:636' }),
  /** The account that may read cn=Monitor; left out, it asks as anybody. */
  bindDn: z.string().max(500).default(''),
  password: secretRef.optional(),
  /** The authority of an ldaps server, as PEM. */
  authority: secretRef.optional(),
});

const openldapKind = defineSystem<LdapClient, z.infer<typeof entry>>({
  kind: 'openldap',
  title: { en: 'OpenLDAP', 'zh-CN': 'OpenLDAP' },
  entry,
  connect: ({ url, bindDn, password, authority }, { resolveSecret }) =>
    createLdapClient({
      url,
      bindDn,
      password: password === undefined ? '' : resolveSecret(password),
      authority: authority === undefined ? undefined : resolveSecret(authority),
    }),
  probes: [serverProbe, connectionsProbe, databasesProbe, settingsProbe],
  signatures: openldapSignatures,
  actions: openldapActions,
  commands: openldapCommands,
  check,
});

export const plugin = definePlugin({ load: () => ({ systems: [openldapKind] }) });

async function check(client: LdapClient, { signal }: LookContext): Promise<readonly SystemCheck[]> {
  const found: SystemCheck[] = [];
  try {
    const monitor = await client.search({ base: 'cn=Monitor', scope: 'base', attributes: ['*', '+'], entriesMax: 1 }, signal);
    found.push(
      monitor.length > 0
        ? { level: 'ok', text: { en: 'cn=Monitor can be read', 'zh-CN': '可以读取 cn=Monitor' } }
        : { level: 'fail', text: { en: 'the account may not read cn=Monitor', 'zh-CN': '该账号无权读取 cn=Monitor' } },
    );
    await readSettings(client, signal);
    const en = 'cn=config can be read: if no plan may change it, take that right away';
    found.push({ level: 'ok', text: { en, 'zh-CN': '可以读取 cn=config：如不需要处置，可收回该权限' } });
  } catch (error) {
    const { problem, reason } = failureOf(error);
    if (found.length === 0) return [{ level: 'fail', text: { en: reason, 'zh-CN': reason } }];
    const text = {
      en: `cn=config cannot be read (${problem}): nothing can be changed`,
      'zh-CN': `无法读取 cn=config（${problem}），不能执行处置`,
    };
    found.push({ level: 'warn', text });
  }
  return found;
}
