/** What people may ask to have run beyond the actions: what the server says of itself, never an entry of somebody's. */

import { type CommandGrammar, type FormTable, formGrammar, type LocalText, SystemError, shownBy } from 'zhiban/plugin';
import { allowWrites, setIdleTimeout } from './actions.ts';
import type { LdapClient } from './client.ts';
import { failureOf } from './failure.ts';
import { monitorText } from './probes/ldap-probe.ts';
import { settingsProbe } from './probes/settings.ts';

const entriesMax = 500;
const words = (chinese: string, english: string): LocalText => ({ 'zh-CN': chinese, en: english });
const writesData = words('会改写目录中的数据', 'it changes what is in the directory');
const ownsData = words('只能查看 cn=Monitor；其他条目是业务数据', 'only cn=Monitor is read: other entries are somebody’s data');

const table: FormTable<LdapClient> = {
  reads: [
    {
      form: 'ldapsearch -b <monitor>',
      async run(client, { monitor = '' }, { signal }) {
        try {
          return monitorText(await client.search({ base: monitor, scope: 'subtree', attributes: ['*', '+'], entriesMax }, signal));
        } catch (error) {
          throw new SystemError(failureOf(error).reason, { retry: 'never', cause: error });
        }
      },
    },
    shownBy('show settings', settingsProbe),
  ],
  changes: [
    { form: 'set olcIdleTimeout <seconds>', action: setIdleTimeout, given: ({ seconds }) => ({ seconds: Number(seconds) }) },
    { form: 'set olcReadOnly FALSE <suffix>', action: allowWrites, given: ({ suffix = '' }) => ({ suffix }) },
  ],
  slots: {
    monitor: /^(?:cn=[A-Za-z0-9 ]{1,60},){0,4}cn=Monitor$/i,
    seconds: /^\d{1,5}$/,
    suffix: /^[a-z]+=[^,=]{1,200}(?:,[a-z]+=[^,=]{1,200})*$/i,
  },
  refused: {
    LDAPSEARCH: ownsData,
    LDAPMODIFY: writesData,
    LDAPADD: writesData,
    LDAPDELETE: writesData,
    LDAPPASSWD: words('会更改密码', 'it changes a password'),
  },
};

export const openldapCommands: CommandGrammar<LdapClient> = formGrammar(table);
