/** What incidents can be found by in Temporal, shared by who starts a workflow and who runs it: `ZhibanStatus="waiting"`. */

import { defineSearchAttributeKey } from '@temporalio/common';

/** The phase that the incident is in: received, investigating, waiting, running, watching, closed. */
export const statusAttribute = defineSearchAttributeKey('ZhibanStatus', 'KEYWORD');
/** As it was when the workflow was started. */
export const severityAttribute = defineSearchAttributeKey('ZhibanSeverity', 'KEYWORD');
/** Ids of the systems that were named when the workflow was started. */
export const systemAttribute = defineSearchAttributeKey('ZhibanSystem', 'KEYWORD_LIST');
