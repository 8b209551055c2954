/** Keyspace notifications that somebody waits for and Redis does not send. */

import type { Signature } from '../../../domain/signature.ts';

/** What is built on events of keys: they are spoken of by name, or as what should happen when a key expires. */
const hints =
  'key-?(event|space)|notif|(expir|ttl)\\w*.{0,60}(event|messag|call-?back|trigger|listen|subscri)|(event|messag|call-?back|listen|subscri|trigger)\\w*.{0,60}expir|delay(ed)? (task|job|queue|message)|auto-?cancel|键空间|通知|过期.{0,30}(事件|回调|消息|监听|订阅|触发|收不到)|(事件|回调|监听|订阅|触发).{0,30}过期|延时|延迟(任务|队列|消息)|自动(取消|关单|关闭)';

const isHalfSet: Signature['confirm'] = {
  all: [
    ['pubsub.sendsKeyEvents', '==', true],
    ['pubsub.unsentChannel', '!=', ''],
  ],
};

export const notificationSignatures: readonly Signature[] = [
  {
    id: 'redis.notifications-off',
    kind: 'redis',
    title: {
      'zh-CN': '键空间通知没有开启（notify-keyspace-events 为空），订阅者收不到过期等事件',
      en: 'Keyspace notifications are off (notify-keyspace-events is empty): subscribers get no event of keys that expire or change',
    },
    explanation: {
      'zh-CN':
        'notify-keyspace-events 为“{pubsub.notifications}”，Redis 不发布任何键事件，而 {pubsub.waiter} 正订阅着（按名订阅的事件频道 {pubsub.keyChannels} 个，按模式订阅的连接 {pubsub.patternListeners} 个）：键照样过期，只是没有人被告知。',
      en: 'notify-keyspace-events is “{pubsub.notifications}”, so Redis publishes no events of keys, while {pubsub.waiter} is subscribed ({pubsub.keyChannels} channels of events by name, {pubsub.patternListeners} connections by pattern): keys expire as before, and nobody is told.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    probes: ['pubsub'],
    confirm: {
      all: [
        ['pubsub.sendsKeyEvents', '==', false],
        ['pubsub.keyChannels', '>', 0],
      ],
    },
    // Redis does not name the patterns: they are those of notifications where somebody misses events of keys.
    confirmWhenHinted: {
      all: [
        ['pubsub.sendsKeyEvents', '==', false],
        ['pubsub.patternListeners', '>', 0],
      ],
    },
    refute: {
      any: [
        ['pubsub.sendsKeyEvents', '==', true],
        ['pubsub.listeners', '==', 0],
      ],
    },
    advice: {
      'zh-CN':
        '打开所需的类别（过期事件是 Ex），写进配置文件，否则重启又会丢；期间错过的事件不会补发，要由业务扫描补偿。通知不保证送达，重要的任务改用 Stream 或延时队列。',
      en: 'Switch on the classes that are needed (Ex for keys that expire), in the configuration file as well, or a restart loses it. Events that were missed are not sent again: have the application look for what it missed. Notifications are not guaranteed; what matters belongs into a stream or a delay queue.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'notify-keyspace-events', value: '{pubsub.suggestedNotifications}' } }],
    source: 'redis.io: Keyspace notifications',
  },
  {
    id: 'redis.notifications-lack-class',
    kind: 'redis',
    title: {
      'zh-CN': 'notify-keyspace-events 缺少所需的类别，订阅者收不到相应的键事件',
      en: 'notify-keyspace-events lacks a class: subscribers do not get these events of keys',
    },
    explanation: {
      'zh-CN':
        'notify-keyspace-events 只是 {pubsub.notifications}；{pubsub.waiter} 所等的事件不在其中：{pubsub.unsentChannel}（K、E 决定频道，x 为过期，e 为淘汰，g 为删除等通用命令）。',
      en: 'notify-keyspace-events is only {pubsub.notifications}; what {pubsub.waiter} waits for is not among it: {pubsub.unsentChannel} (K and E choose the channel, x is expiry, e eviction, g general commands such as DEL).',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['pubsub'],
    confirm: isHalfSet,
    likelyWhenHinted: {
      all: [
        ['pubsub.sendsKeyEvents', '==', true],
        ['pubsub.sendsExpiry', '==', false],
        ['pubsub.patternListeners', '>', 0],
      ],
    },
    refute: {
      any: [
        ['pubsub.sendsKeyEvents', '==', false],
        ['pubsub.listeners', '==', 0],
        {
          all: [
            ['pubsub.unsentChannel', '==', ''],
            ['pubsub.sendsExpiry', '==', true],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '补上缺少的类别，并写进配置文件。',
      en: 'Add the class that is missing, in the configuration file as well.',
    },
    remedies: [
      {
        action: 'config-set',
        arguments: { parameter: 'notify-keyspace-events', value: '{pubsub.suggestedNotifications}' },
        when: ['pubsub.unsentChannel', '!=', ''],
      },
    ],
    source: 'redis.io: Keyspace notifications, configuration',
  },
];
