/** Where the vendors' group robots live: the one table of their hosts. Each can be replaced by `apiUrl` in the configuration. */

export const vendorHosts = {
  wecom: ['https://qyapi.weixin.qq.com'],
  slack: ['https://hooks.slack.com', 'https://hooks.slack-gov.com'],
  dingtalk: ['https://oapi.dingtalk.com'],
  feishu: ['https://open.feishu.cn', 'https://open.larksuite.com'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

export type Vendor = keyof typeof vendorHosts;
