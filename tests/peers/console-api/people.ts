/** People and a code for the console's tests. */

import type { LinkView, PersonView } from '../../../src/domain/people-view.ts';

export const sampleCode = '7K2M-0QXA-9TBE-4WHC';

export const sampleLink: Omit<LinkView, 'person'> = {
  adapter: 'slack',
  workspace: 'T0ZHIBAN1',
  userId: 'U0MEIMEI1',
  name: '韩梅梅 Han Meimei',
  email: 'h***@example.com',
  expiresAt: '2026-11-28T10:10:00.000Z',
  isLinked: false,
};

export function samplePeople(linkedName: string | null): readonly PersonView[] {
  const none = { name: null, at: null } as const;
  const own: PersonView['identities'] =
    linkedName === null
      ? []
      : [
          {
            ...{ adapter: 'slack', workspace: 'T0ZHIBAN1', userId: 'U0MEIMEI1', name: linkedName, how: 'code' },
            at: '2026-11-28T10:00:00.000Z',
          },
        ];
  return [
    {
      ...{ id: 'li.lei', name: '李雷', roles: ['responder'], email: 'l***@example.com', phone: '+86138****8000' },
      identities: [
        { adapter: 'slack', workspace: null, userId: 'U0LILEI01', how: 'config', ...none },
        { adapter: 'feishu', workspace: 'F1', userId: 'ou_7dab8a3d3cdcc9da365777c7ad535d62', name: '李雷', how: 'profile', at: null },
      ],
    },
    {
      ...{ id: 'han.meimei', name: 'Han Meimei', roles: ['approver'], email: 'han.meimei@example.com', phone: null },
      identities: own,
    },
    {
      ...{ id: 'wang', name: '王芳', roles: ['approver', 'admin'], email: 'w***@example.com', phone: '+86139****1234' },
      identities: [{ adapter: 'dingtalk', workspace: 'ding1', userId: 'manager7078', name: '王芳', how: 'admin', at: null }],
    },
    { id: 'admin', name: 'admin', roles: ['admin'], email: null, phone: null, identities: [] },
  ];
}
