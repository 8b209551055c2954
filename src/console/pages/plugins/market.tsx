/** What the markets offer; before anybody takes a plugin, what it will be able to do stands there. */

import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { PluginOfferView } from '../../../domain/plugin-view.ts';
import { useLast } from '../../live/use-last.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Capabilities, PermissionList } from './plugin-facts.tsx';

export function Market() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const [chosen, setChosen] = useState<PluginOfferView | null>(null);
  const market = useResource(
    `market ${q} ${locale}`,
    () => calls.pluginMarket(q),
    () => ['plugins'],
  );
  const value = useLast(market);
  return (
    <section className="market" aria-labelledby="market-title">
      <header className="page-head">
        <h2 id="market-title">{t('market.title')}</h2>
        {value?.markets.length !== 0 && (
          <SearchInput
            label={t('market.search')}
            value={q}
            onChange={(text) => setSearch(text === '' ? {} : { q: text }, { replace: true })}
          />
        )}
      </header>
      {market.error !== null && <ErrorNote error={market.error} onRetry={market.reload} />}
      {value === null && market.error === null && <Loading />}
      {value?.markets.length === 0 && <Empty title={t('market.none')}>{t('market.none.body')}</Empty>}
      {value?.markets.map(
        ({ name, problem }) =>
          problem !== null && (
            <p key={name} className="plugin-problem">
              {t('market.problem', { market: name, problem: problem[locale] })}
            </p>
          ),
      )}
      {value !== null && value.markets.length > 0 && value.items.length === 0 && <p className="soft">{t('market.nothing')}</p>}
      <ul className="offers">
        {(value?.items ?? []).map((offer) => (
          <OfferRow key={`${offer.market} ${offer.name}`} offer={offer} onChoose={() => setChosen(offer)} />
        ))}
      </ul>
      {chosen !== null && <Consent offer={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}

function OfferRow({ offer, onChoose }: { readonly offer: PluginOfferView; readonly onChoose: () => void }) {
  const t = useText();
  const { locale } = usePreferences();
  const isOpen = offer.state === 'offered' || offer.state === 'newer';
  return (
    <li className="offer">
      <div className="offer-words">
        <p className="offer-head">
          <strong>{offer.name}</strong> <code className="chip">{offer.version}</code> <span className="faint">{offer.market}</span>
        </p>
        <p>{offer.summary[locale]}</p>
        {offer.reason !== null && <p className="plugin-problem">{offer.reason[locale]}</p>}
        <Capabilities names={offer.capabilities} />
      </div>
      {isOpen ? (
        <Button onClick={onChoose}>{t(`market.state.${offer.state}`)}</Button>
      ) : (
        <span className="soft offer-state">{t(`market.state.${offer.state}`)}</span>
      )}
    </li>
  );
}

function Consent({ offer, onClose }: { readonly offer: PluginOfferView; readonly onClose: () => void }) {
  const t = useText();
  const [isCopied, setIsCopied] = useState(false);
  const { name, version, permissions, limits } = offer;
  const command = offer.state === 'newer' ? `zhiban plugin update ${name}` : `zhiban plugin install ${name}@${version}`;
  return (
    <Modal
      open
      title={t('market.consent', { name, version })}
      okText={isCopied ? t('market.copied') : t('market.copy')}
      cancelText={t('action.cancel')}
      onOk={() => void navigator.clipboard.writeText(command).then(() => setIsCopied(true))}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="consent">
        <PermissionList permissions={permissions} />
        <p className="soft">
          {t('plugins.memory.limit', { limit: limits.memoryMb })} · {t('plugins.call', { seconds: limits.callMs / 1_000 })}
        </p>
        <p>{t('market.consent.body')}</p>
        <pre className="consent-command">{command}</pre>
        <p className="soft">{t('market.restart')}</p>
      </div>
    </Modal>
  );
}
