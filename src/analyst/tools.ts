/** What a model may say besides words: look, read what was found, propose a command to people, report. None of them changes anything. */

import type { AnalystCase } from './contract.ts';

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const text = { type: 'string' };
const texts = { type: 'array', items: text };

/** On the last turn only the report is left. */
export function investigationTools(given: AnalystCase, isLast: boolean): readonly ToolDefinition[] {
  if (isLast) return [reportTool];
  const takers = given.systems.filter(({ commands }) => commands !== undefined);
  return [lookTool(given), readTool, ...(takers.length === 0 ? [] : [commandTool(takers.map(({ id }) => id))]), reportTool];
}

/** Typed parameters of each probe stand in the brief; a schema for each would take most of the prompt. */
function lookTool(given: AnalystCase): ToolDefinition {
  return {
    name: 'look',
    description: 'Run one read-only probe of the catalogue. Several calls in one answer run at the same time.',
    parameters: {
      type: 'object',
      properties: {
        systemId: { type: 'string', enum: given.systems.map((system) => system.id) },
        probe: text,
        parameters: { type: 'object', description: 'As the catalogue types them; {} for the defaults.' },
        why: { type: 'string', description: 'What it would decide.' },
      },
      required: ['systemId', 'probe'],
    },
  };
}

/** The forms would take most of the prompt: a refusal names those that are near. */
function commandTool(systemIds: readonly string[]): ToolDefinition {
  return {
    name: 'propose_command',
    description:
      'Propose one command to people, as the system’s own program or SQL has it, where no action does it. It is checked against a list and never run by this; the answer says what would be run, or why it is refused. One that changes needs evidenceIds.',
    parameters: {
      type: 'object',
      properties: { systemId: { type: 'string', enum: systemIds }, command: text, why: text, evidenceIds: texts },
      required: ['systemId', 'command', 'why'],
    },
  };
}

const readTool: ToolDefinition = {
  name: 'read_evidence',
  description: 'Read the raw text and all facts of stored evidence.',
  parameters: { type: 'object', properties: { evidenceId: text, offset: { type: 'integer' } }, required: ['evidenceId'] },
};

const reportTool: ToolDefinition = {
  name: 'report',
  description: 'End the investigation. Claims without evidence ids are dropped.',
  parameters: {
    type: 'object',
    properties: {
      summary: { type: 'string', description: 'Two sentences for the person on duty.' },
      causes: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            systemId: text,
            title: text,
            explanation: text,
            state: { enum: ['likely', 'confirmed'] },
            confidence: { type: 'number' },
            evidenceIds: texts,
            refutedBy: { type: 'string', description: 'What would prove it wrong.' },
          },
          required: ['systemId', 'title', 'explanation', 'confidence', 'evidenceIds'],
        },
      },
      refuted: {
        type: 'array',
        items: { type: 'object', properties: { systemId: text, title: text, reason: text, evidenceIds: texts } },
      },
      unknowns: texts,
      proposals: {
        type: 'array',
        items: {
          type: 'object',
          properties: { systemId: text, action: text, arguments: { type: 'object' }, why: text, evidenceIds: texts },
        },
      },
    },
    required: ['summary', 'causes'],
  },
};

/** For follow-ups: one answer, from evidence that is already there. */
export const answerTools: readonly ToolDefinition[] = [
  readTool,
  {
    name: 'answer',
    description: 'Answer the question from the evidence. Give evidenceIds first, then text. Without evidence ids it is not shown.',
    parameters: { type: 'object', properties: { evidenceIds: texts, text }, required: ['evidenceIds', 'text'] },
  },
];
