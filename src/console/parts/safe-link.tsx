/** A link that leaves text alone unless it is http(s); inside the console it doesn't reload the page. */

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { linkTarget } from './link-target.ts';

export function SafeLink({
  url,
  className,
  children,
}: {
  readonly url: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const target = linkTarget(url, window.location.origin);
  if (target === null) return <span className={className}>{children}</span>;
  if (target.kind === 'inside') {
    return (
      <Link to={target.path} className={className}>
        {children}
      </Link>
    );
  }
  return (
    <a href={target.url} className={className} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
