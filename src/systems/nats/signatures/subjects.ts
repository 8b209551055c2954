/** Messages that are published to where nobody takes them. */

import type { Signature } from '../../../domain/signature.ts';

export const natsSubjectSignatures: readonly Signature[] = [
  {
    id: 'nats.no-stream-takes-subject',
    kind: 'nats',
    role: 'cause',
    explains: ['nats.subject-unheard'],
    title: {
      'zh-CN': '没有流覆盖主题 {subject.name}，也没有订阅者：发布得到 503 no responders',
      en: 'No stream takes the subject {subject.name}, and nobody subscribes to it: publishing gets 503 no responders',
    },
    explanation: {
      'zh-CN':
        '发往 {subject.name} 的消息不匹配任何一个流的 subjects，也没有订阅者，JetStream 发布因此失败（no responders / no response from stream），消费者什么也收不到。最接近的流 {subject.nearestStream} 只覆盖 {subject.nearestSubjects}；现有的流：{subject.streams}。NATS 本身正常，多半是发布方改了主题名或前缀。',
      en: '{subject.name} does not match the subjects of any stream and has no subscriber, so publishing to JetStream fails (no responders, no response from stream) and consumers get nothing. The nearest stream, {subject.nearestStream}, only takes {subject.nearestSubjects}; there are: {subject.streams}. NATS itself is well; most likely the publisher’s subject or prefix was changed.',
    },
    severity: 'critical',
    hints:
      'no responders|no response from stream|no stream|503|publish|subject|get nothing|not arriv|missing|lost|无人应答|没有响应者|没有流|发布|主题|收不到|没收到|丢',
    probes: ['named-subject'],
    // Only who speaks of a subject asks for it.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['subject.name', '!=', ''],
        ['subject.isTaken', '==', false],
      ],
    },
    refute: ['subject.isTaken', '==', true],
    advice: {
      'zh-CN': '改回发布方的主题，或把新主题加到流的 subjects（nats stream edit --subjects）；失败期间的消息由发布方重发。',
      en: 'Put the publisher’s subject back, or add the new one to the stream’s subjects (nats stream edit --subjects); have the publisher send again what failed meanwhile.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream, publishing to streams; Request-reply, no responders',
  },
];
