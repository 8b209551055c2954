import { describeAdapter } from '../../contracts/adapter.ts';
import { feishuHarness } from './feishu-harness.ts';

describeAdapter(feishuHarness('socket'));
describeAdapter(feishuHarness('http'));
