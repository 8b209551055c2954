/** Which code runs a source that isn't HTTP: one case a kind. */

import type { AlertSource } from '../../config/alert-sources.ts';
import type { RunFeed } from './contract.ts';
import { runKafka } from './kafka.ts';
import { runRabbitmq } from './rabbitmq.ts';
import { runSyslog } from './syslog.ts';
import { runTrap } from './trap.ts';

export const runFeed: RunFeed = async (source, context) => {
  switch (source.kind) {
    case 'kafka':
      return runKafka(source, context);
    case 'rabbitmq':
      return runRabbitmq(source, context);
    case 'syslog':
      return runSyslog(source, context);
    case 'trap':
      return runTrap(source, context);
    case 'email':
      // Its libraries are only loaded where somebody wants them.
      return (await import('./email.ts')).runEmail(source, context);
    case 'http':
      throw new Error('HTTP is served by the API');
  }
};

/** What people know it by; without a login. */
export function addressOf(source: AlertSource): string {
  switch (source.kind) {
    case 'kafka':
      return `${source.brokers[0] ?? ''} ${source.topics.join(', ')}`;
    case 'rabbitmq':
      return `${source.address} ${source.queue}`;
    case 'syslog':
      return [
        ...(source.udp === undefined ? [] : [`udp ${source.udp.host}:${source.udp.port}`]),
        ...(source.tcp === undefined ? [] : [`tcp ${source.tcp.host}:${source.tcp.port}`]),
        ...(source.tls === undefined ? [] : [`tls ${source.tls.host}:${source.tls.port}`]),
      ].join(', ');
    case 'email':
      return `smtp ${source.host}:${source.port} ${source.recipients.join(', ')}`;
    case 'trap':
      return `udp ${source.host}:${source.port}`;
    case 'http':
      return `/hooks/generic/${source.name}`;
  }
}
