import { describeAdapter } from '../../contracts/adapter.ts';
import { dingtalkHarness } from './dingtalk-harness.ts';

describeAdapter(dingtalkHarness());
