/** How Amazon SNS and Huawei SMN name and sign what they send. */

import type { TopicService } from './topic-door.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
export const amazonSns: TopicService = {
  name: 'Amazon SNS',
  certificateHost: /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(\.cn)?$/,
  confirmHost: /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(\.cn)?$/,
  fields: {
    type: 'Type',
    topic: 'TopicArn',
    signature: 'Signature',
    version: 'SignatureVersion',
    certificateUrl: 'SigningCertURL',
    confirmUrl: 'SubscribeURL',
  },
  signedFields: (type) =>
    type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  algorithm: (version) => (version === '1' ? 'RSA-SHA1' : version === '2' ? 'RSA-SHA256' : null),
};

/** https://support.huaweicloud.com/usermanual-smn/smn_ug_a9003.html */
export const huaweiSmn: TopicService = {
  name: 'Huawei SMN',
  certificateHost: /^smn\.[a-z0-9-]{3,40}\.myhuaweicloud\.(com|eu)$/,
  confirmHost: /^(([a-z0-9-]{1,40}-)?console(-intl)?\.huaweicloud\.com|smn\.[a-z0-9-]{3,40}\.myhuaweicloud\.(com|eu))$/,
  fields: {
    type: 'type',
    topic: 'topic_urn',
    signature: 'signature',
    version: 'signature_version',
    certificateUrl: 'signing_cert_url',
    confirmUrl: 'subscribe_url',
  },
  signedFields: (type) =>
    type === 'Notification'
      ? ['message', 'message_id', 'subject', 'timestamp', 'topic_urn', 'type']
      : ['message', 'message_id', 'subscribe_url', 'timestamp', 'topic_urn', 'type'],
  algorithm: (version) => (version.toLowerCase() === 'v1' ? 'RSA-SHA256' : null),
};
