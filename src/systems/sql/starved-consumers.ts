/** What consumers look like that wait for their database, seen from the queues that they read. */
export const starvedConsumers = [
  'rabbitmq.consumer-holds-messages',
  'rabbitmq.consumers-too-slow',
  'kafka.consumer-slow',
  'kafka.group-stands-still',
  'kafka.partition-stuck',
  'nats.consumer-never-acknowledges',
  'nats.consumer-too-slow',
] as const;
