/** A process that compiles the workflows into one file and ends. */

import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const [, , workflowsPath, target] = process.argv;
if (workflowsPath === undefined || target === undefined) throw new Error('Expected the entry of the workflows and the file to write');
const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
await writeFile(target, code);
