/** The plugins: how each is, what it may do and what it uses; and what the markets offer. */

import '../../style/plugins.css';
import type { PluginView } from '../../../domain/plugin-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Market } from './market.tsx';
import { Capabilities, Fact, PermissionList } from './plugin-facts.tsx';

export function PluginsPage() {
  const t = useText();
  useTitle(t('plugins.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const plugins = useResource(
    `plugins ${locale}`,
    () => calls.plugins(),
    () => ['plugins'],
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('plugins.title')}</h1>
          <p className="soft">{t('plugins.about')}</p>
        </div>
      </header>
      {plugins.error !== null && <ErrorNote error={plugins.error} onRetry={plugins.reload} />}
      {plugins.value === null && plugins.error === null && <Loading />}
      {plugins.value?.items.length === 0 && <Empty title={t('plugins.empty')}>{t('plugins.empty.body')}</Empty>}
      <ul className="plugins">
        {(plugins.value?.items ?? []).map((plugin) => (
          <PluginCard key={plugin.name} plugin={plugin} />
        ))}
      </ul>
      <Market />
    </div>
  );
}

function PluginCard({ plugin }: { readonly plugin: PluginView }) {
  const t = useText();
  const { locale } = usePreferences();
  const { permissions, limits, market, reason } = plugin;
  return (
    <li className={`plugin plugin-${plugin.state}`}>
      <header>
        <h2>{plugin.name}</h2>
        {plugin.version !== null && <code className="chip">{plugin.version}</code>}
        <span className="plugin-state">
          <i aria-hidden="true" />
          {t(`plugins.state.${plugin.state}`)}
        </span>
      </header>
      {plugin.isRevoked && <p className="plugin-problem">{t('plugins.revoked')}</p>}
      {reason !== null && <p className="plugin-problem">{reason[locale]}</p>}
      <dl className="about">
        {plugin.capabilities.length > 0 && (
          <Fact label={t('plugins.brings')}>
            <Capabilities names={plugin.capabilities} />
          </Fact>
        )}
        {permissions !== null && (
          <Fact label={t('plugins.may')}>
            <PermissionList permissions={permissions} />
          </Fact>
        )}
        {limits !== null && (
          <Fact label={t('plugins.memory')}>
            <Memory usedMb={plugin.usedMb} limitMb={limits.memoryMb} />{' '}
            <span className="faint">{t('plugins.call', { seconds: limits.callMs / 1_000 })}</span>
          </Fact>
        )}
        <Fact label={t('plugins.origin')}>{market === null ? t('plugins.origin.own') : t('plugins.origin.market', { market })}</Fact>
      </dl>
      <p className="plugin-times">
        {t('plugins.since')} <When at={plugin.since} />
        {plugin.stops > 0 && ` · ${t('plugins.stops', { count: plugin.stops })}`}
      </p>
    </li>
  );
}

function Memory({ usedMb, limitMb }: { readonly usedMb: number | null; readonly limitMb: number }) {
  const t = useText();
  if (usedMb === null) return <span>{t('plugins.memory.limit', { limit: limitMb })}</span>;
  const ratio = Math.min(1, usedMb / limitMb);
  return (
    <span className="plugin-memory">
      <span className="plugin-bar" aria-hidden="true">
        <i className={ratio > 0.85 ? 'is-near' : ''} style={{ width: `${String(Math.round(ratio * 100))}%` }} />
      </span>
      {t('plugins.memory.used', { used: usedMb, limit: limitMb })}
    </span>
  );
}
