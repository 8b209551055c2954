import { describeActions } from './action-cases.ts';
import { openHost } from './diagnose.ts';

describeActions('this machine', (settings) => {
  const { client, context } = openHost(settings);
  return { client, context, close: () => client.close() };
});
