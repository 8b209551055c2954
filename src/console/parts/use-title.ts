/** What the browser's tab says while the page is open. */

import { useEffect } from 'react';
import { useText } from '../preferences/preferences.tsx';

export function useTitle(title: string): void {
  const t = useText();
  const name = t('brand.name');
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}
