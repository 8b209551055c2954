/** The big red handle: halts every plan, after asking. */

import { App, Button } from 'antd';
import { useBackend } from '../live/use-resource.ts';
import { Icon } from '../parts/icons.tsx';
import { useNotices } from '../parts/use-notices.tsx';
import { useText } from '../preferences/preferences.tsx';

export function StopAllButton() {
  const t = useText();
  const { modal } = App.useApp();
  const { calls, store } = useBackend();
  const notices = useNotices();

  async function stopAll(): Promise<void> {
    try {
      const { stopped } = await calls.stopAll();
      notices.done(stopped.length === 0 ? t('stopAll.none') : t('stopAll.done', { count: stopped.length }));
      store.invalidate(null);
    } catch (error) {
      notices.failed(error);
    }
  }
  function ask(): void {
    modal.confirm({
      title: t('stopAll.title'),
      content: t('stopAll.body'),
      icon: null,
      okText: t('stopAll.button'),
      okButtonProps: { danger: true, type: 'primary' },
      cancelText: t('action.cancel'),
      onOk: stopAll,
    });
  }
  return (
    <Button
      className="stop-all"
      onClick={ask}
      icon={<Icon name="stop" size={16} />}
      title={t('stopAll.title')}
      aria-label={t('stopAll.button')}
    >
      <span className="wide-only">{t('stopAll.button')}</span>
    </Button>
  );
}
