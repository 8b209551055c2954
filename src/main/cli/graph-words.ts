/** What `zhiban systems --graph` says. */

import type { LocalText } from '../../domain/text.ts';

export const graphText = {
  'option.graph': { en: 'what stands on what, declared and discovered', 'zh-CN': '显示依赖关系，包括声明的和发现的' },
  'option.graphFormat': {
    en: 'how the graph is written: tree, dot (Graphviz), json',
    'zh-CN': '依赖关系的格式：tree、dot（Graphviz）、json',
  },
  'graph.runsOn': { en: 'runs on it', 'zh-CN': '运行于此' },
  'graph.dependsOn': { en: 'depends on it', 'zh-CN': '依赖' },
  'graph.logs': { en: 'keeps its logs there', 'zh-CN': '日志存于此' },
  'graph.discovered': { en: 'found by {look}, {ago}', 'zh-CN': '由 {look} 发现，{ago}' },
  'graph.above': { en: '(drawn above)', 'zh-CN': '（见上文）' },
  'graph.legend': {
    en: 'Dotted branches were found in evidence and are not declared: add them as dependsOn if they are right',
    'zh-CN': '虚线由证据发现、尚未声明；确认无误后可写入 dependsOn',
  },
} as const satisfies Readonly<Record<string, LocalText>>;
