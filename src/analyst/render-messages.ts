/** The conversation in the wire's form: with tool calls where the server takes them, as plain words where it doesn't. */

import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { ToolDefinition } from './tools.ts';
import type { TranscriptItem } from './transcript.ts';

export function renderMessages(items: readonly TranscriptItem[], takesTools: boolean): ChatCompletionMessageParam[] {
  return items.flatMap((item) => (takesTools ? renderWithTools(item) : renderAsWords(item)));
}

export function renderTools(tools: readonly ToolDefinition[]): ChatCompletionFunctionTool[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters: { ...parameters } },
  }));
}

function renderWithTools(item: TranscriptItem): ChatCompletionMessageParam[] {
  if (item.role === 'results') return item.results.map(({ callId, text }) => ({ role: 'tool', tool_call_id: callId, content: text }));
  if (item.role !== 'assistant') return [{ role: item.role, content: item.text }];
  if (item.calls.length === 0) return [{ role: 'assistant', content: item.text }];
  const calls = item.calls.map((call) => ({
    id: call.id,
    type: 'function' as const,
    function: { name: call.name, arguments: call.arguments },
  }));
  return [{ role: 'assistant', content: item.text === '' ? null : item.text, tool_calls: calls }];
}

function renderAsWords(item: TranscriptItem): ChatCompletionMessageParam[] {
  if (item.role === 'results') {
    return [{ role: 'user', content: item.results.map(({ name, text }) => `Result of ${name}:\n${text}`).join('\n\n') }];
  }
  if (item.role !== 'assistant') return [{ role: item.role, content: item.text }];
  const calls = item.calls.map((call) => `{"name":"${call.name}","arguments":${call.arguments}}`);
  return [{ role: 'assistant', content: [item.text, ...calls].filter((part) => part !== '').join('\n') }];
}
