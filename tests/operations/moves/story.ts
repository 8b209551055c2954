/** Two incidents of two groups, ZB-1 with two alerts and ZB-2 with one, and a way to send more of them. */

import type { Store } from '../../../src/store/contract.ts';
import { type Firing, type IntakeDesk, notification, openIntakeDesk } from '../../intake/desk.ts';
import { people } from '../desk.ts';

export interface Story extends IntakeDesk {
  readonly rita: ReturnType<IntakeDesk['as']>;
  fire(group: string, ...alerts: readonly Firing[]): Promise<void>;
  /** The kinds of what its workflow is told, in order; ladders have one of their own. */
  told(incidentId: string): Promise<readonly string[]>;
  /** `ZB-1: g/a g/b`, open ones with what fires in them. */
  firing(): Promise<readonly string[]>;
}

export async function openStory(store: Store): Promise<Story> {
  const at = await openIntakeDesk(store, {
    routes: [{ match: {}, to: [{ adapter: 'slack', channel: 'C1' }], continue: false }],
  });
  const story: Story = {
    ...at,
    rita: at.as(people.rita),
    fire: async (group, ...alerts) => void (await at.send(notification(alerts, group))),
    async told(incidentId) {
      const kinds: string[] = [];
      for (;;) {
        const items = await at.relayed();
        if (items.length === 0) return kinds;
        kinds.push(...items.filter((item) => item.incidentId === incidentId && item.kind !== 'ladder').map(({ kind }) => kind));
        for (const { id } of items) await at.store.relay.done(id);
      }
    },
    async firing() {
      const alerts = await at.alerts();
      const open = (await at.incidents()).filter(({ status }) => status !== 'resolved');
      const lines = open.map(({ id, code }) => {
        const own = alerts.filter((alert) => alert.incidentId === id && alert.status === 'firing');
        return `${code}: ${own
          .map(({ labels }) => `${labels.group}/${labels.alertname}`)
          .sort()
          .join(' ')}`;
      });
      return lines.sort();
    },
  };
  await story.fire('g', { name: 'a' }, { name: 'b' });
  await story.fire('h', { name: 'a', severity: 'critical' });
  return story;
}
