/** Whether there is room for two columns. */

import { useEffect, useState } from 'react';

const wide = '(min-width: 1000px)';

export function useIsWide(): boolean {
  const [isWide, setIsWide] = useState(() => window.matchMedia(wide).matches);
  useEffect(() => {
    const query = window.matchMedia(wide);
    const listen = () => setIsWide(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isWide;
}
