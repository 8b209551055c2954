/** What is told to the reader alone: toasts for notices and errors. */

import { App } from 'antd';
import { useCallback, useMemo } from 'react';
import type { Notice } from '../../adapters/contract.ts';
import { ApiError } from '../api/request.ts';
import { useText } from '../preferences/preferences.tsx';

/** The sentence for an error: the server's own words, or ours when it could not be reached. */
export function useErrorText(): (error: unknown) => string {
  const t = useText();
  return useCallback(
    (error) => {
      if (error instanceof ApiError) {
        if (error.kind === 'offline') return t('error.offline');
        if (error.kind === 'timeout') return t('error.timeout');
        return error.message;
      }
      return t('error.unknown', { message: error instanceof Error ? error.message : String(error) });
    },
    [t],
  );
}

const toastKinds = { ok: 'success', info: 'info', warn: 'warning', error: 'error' } as const;

export function useNotices() {
  const { notification } = App.useApp();
  const t = useText();
  const textOf = useErrorText();
  return useMemo(() => {
    function show(notice: Notice, title: string | null): void {
      const role = notice.level === 'error' ? 'alert' : 'status';
      const words = <span className="toast-text">{notice.text}</span>;
      const content = title === null ? { title: words } : { title: <span className="toast-title">{title}</span>, description: words };
      notification[toastKinds[notice.level]]({ ...content, role, placement: 'bottomRight', duration: notice.level === 'error' ? 10 : 6 });
    }
    return {
      done: (text: string) => show({ level: 'ok', text }, null),
      /** An answer of the server to a click, which nobody else sees. */
      whisper: (notice: Notice) => show(notice, t('notice.private')),
      failed: (error: unknown) => show({ level: 'error', text: textOf(error) }, null),
    };
  }, [notification, t, textOf]);
}
