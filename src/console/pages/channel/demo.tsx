/** The demo: choose a fault, see that one is running, end it. */

import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { DemoView } from '../../../operations/contract.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

function useDemos() {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  return useResource(
    `demos ${locale}`,
    () => calls.demos(),
    () => ['demos'],
  );
}

function useEndDemo(): { readonly end: () => Promise<void>; readonly isEnding: boolean } {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [isEnding, setIsEnding] = useState(false);
  async function end(): Promise<void> {
    setIsEnding(true);
    try {
      const { removed } = await calls.endDemo();
      notices.done(t('demo.ended', { count: removed.length }));
    } catch (error) {
      notices.failed(error);
    }
    setIsEnding(false);
    store.invalidate(['demos', 'incidents', 'messages']);
  }
  return { end, isEnding };
}

export function DemoBanner() {
  const t = useText();
  const demos = useDemos();
  const { end, isEnding } = useEndDemo();
  const running = demos.value?.items.find((demo) => demo.isRunning);
  if (!running) return null;
  return (
    <div className="demo-banner" role="status">
      <span>{t('demo.banner', { title: running.title })}</span>
      <Button size="small" loading={isEnding} onClick={() => void end()}>
        {t('demo.end')}
      </Button>
    </div>
  );
}

export function DemoDrawer({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useText();
  const demos = useDemos();
  const { end, isEnding } = useEndDemo();
  const items = demos.value?.items ?? [];
  const isAnyRunning = items.some((demo) => demo.isRunning);
  return (
    <Drawer
      title={t('demo.title')}
      open={isOpen}
      onClose={onClose}
      size="min(460px, 100vw)"
      footer={
        isAnyRunning ? (
          <Button block loading={isEnding} onClick={() => void end()}>
            {t('demo.end')}
          </Button>
        ) : null
      }
    >
      <p className="demo-about">{t('demo.about')}</p>
      {demos.error !== null && <ErrorNote error={demos.error} onRetry={demos.reload} />}
      {demos.value === null && demos.error === null && <Loading />}
      {demos.value !== null && items.length === 0 && <p>{t('demo.none')}</p>}
      <ul className="demo-list">
        {items.map((demo) => (
          <DemoItem key={demo.scenario} demo={demo} isBlocked={isAnyRunning} onStarted={onClose} />
        ))}
      </ul>
    </Drawer>
  );
}

function DemoItem({
  demo,
  isBlocked,
  onStarted,
}: {
  readonly demo: DemoView;
  readonly isBlocked: boolean;
  readonly onStarted: () => void;
}) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [isStarting, setIsStarting] = useState(false);
  async function start(): Promise<void> {
    setIsStarting(true);
    try {
      await calls.startDemo(demo.scenario);
      notices.done(t('demo.started'));
      onStarted();
    } catch (error) {
      notices.failed(error);
    }
    setIsStarting(false);
    store.invalidate(['demos', 'messages', 'incidents']);
  }
  return (
    <li>
      <div>
        <h3>{demo.title}</h3>
        <p>{demo.description}</p>
        {!demo.isAvailable && <p className="demo-why">{t('demo.unavailable', { reason: demo.unavailableBecause ?? '' })}</p>}
      </div>
      {demo.isRunning ? (
        <span className="demo-running">{t('demo.running')}</span>
      ) : (
        <Button loading={isStarting} disabled={!demo.isAvailable || isBlocked} onClick={() => void start()}>
          {t('demo.start')}
        </Button>
      )}
    </li>
  );
}
