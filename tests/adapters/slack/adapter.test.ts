import { describeAdapter } from '../../contracts/adapter.ts';
import { slackHarness } from './slack-harness.ts';

describeAdapter(slackHarness('socket'));
describeAdapter(slackHarness('http'));
