/** The frame around every page: header, navigation, and what works everywhere. */

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { BrandMark } from '../parts/brand-mark.tsx';
import { Boundary, ErrorNote } from '../parts/feedback.tsx';
import { useShortcuts } from '../parts/use-shortcuts.ts';
import { useText } from '../preferences/preferences.tsx';
import { LiveMark } from './live-mark.tsx';
import { Navigation } from './navigation.tsx';
import { PersonMenu } from './person-menu.tsx';
import { places } from './places.ts';
import { StopAllButton } from './stop-all-button.tsx';

const ShortcutList = lazy(() => import('./shortcut-list.tsx').then((part) => ({ default: part.ShortcutList })));

export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const navigate = useNavigate();
  const location = useLocation();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useShortcuts({
    '?': () => setIsHelpOpen(true),
    ...Object.fromEntries(places.map(({ shortcut, path }) => [`g ${shortcut}`, () => navigate(path)])),
    '/': () => {
      const field = document.querySelector<HTMLInputElement>('.page-search input');
      if (field) field.focus();
      else navigate('/incidents', { state: { focusSearch: true } });
    },
  });
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      <header className="shell-head">
        <Link to="/" className="brand" title={t('brand.tagline')}>
          <BrandMark />
          <span>{t('brand.name')}</span>
        </Link>
        <Navigation />
        <div className="shell-tools">
          <LiveMark />
          <StopAllButton />
          <PersonMenu onShortcuts={() => setIsHelpOpen(true)} />
        </div>
      </header>
      <Content key={location.pathname}>{children}</Content>
      {isHelpOpen && (
        <Suspense>
          <ShortcutList onClose={() => setIsHelpOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Moves the focus to the new page, so that a screen reader and the keyboard start there. */
function Content({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="content" ref={element} tabIndex={-1} className="shell-content">
      <Boundary fallback={<ErrorNote error={new Error(t('error.broken'))} onRetry={() => window.location.reload()} />}>{children}</Boundary>
    </main>
  );
}
