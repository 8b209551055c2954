/** What people may ask to have run about nginx: its own test and reload, and what its status page and logs say. */

import { text } from '../command.ts';
import { formGrammar } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import { reload } from './actions/reload.ts';
import type { NginxClient } from './client.ts';
import { accessLogProbe } from './probes/access-log.ts';
import { certificatesProbe } from './probes/certificates.ts';
import { configProbe } from './probes/config.ts';
import { errorLogProbe } from './probes/error-log.ts';
import { processesProbe } from './probes/processes.ts';
import { routesProbe } from './probes/routes.ts';
import { statusProbe } from './probes/status.ts';

const secrets = text(
  '配置里可能有口令与密钥；nginx -t 会检查它并给出概要',
  'the configuration may hold passwords and keys; `nginx -t` tests it and sums it up',
);

export const nginxCommands = formGrammar<NginxClient>({
  reads: [
    shownBy('nginx -t', configProbe),
    shownBy('show status', statusProbe),
    shownBy('show error-log', errorLogProbe),
    shownBy('show access-log', accessLogProbe),
    shownBy('show processes', processesProbe),
    shownBy('show certificates', certificatesProbe),
    shownBy('show routes', routesProbe),
  ],
  changes: [{ form: 'nginx -s reload', action: reload }],
  isCaseSensitive: true,
  slots: {},
  refused: {
    'nginx -T': secrets,
    'nginx -s': text(
      '只允许 reload：stop、quit 会停掉它，reopen 由日志轮转负责',
      'only `reload` is allowed: stop and quit end it, and reopen is the log rotation’s',
    ),
    'nginx -c': text('会以另一份配置启动', 'it starts another nginx, by another configuration'),
    'nginx -g': text('会以命令行上的配置启动', 'it starts another nginx, by words of the command line'),
    cat: secrets,
    systemctl: text('服务的重启由主机上声明的服务完成', 'services are restarted on the host that declares them'),
  },
});
