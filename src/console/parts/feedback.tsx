/** Empty, loading and failed states: always words, always a way on. */

import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useText } from '../preferences/preferences.tsx';
import { useErrorText } from './use-notices.tsx';

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <div className="empty-body">{children}</div>
    </div>
  );
}

export function Loading({ children }: { readonly children?: string }) {
  const t = useText();
  return (
    <p className="loading" role="status">
      {children ?? t('loading.content')}
    </p>
  );
}

export function ErrorNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText();
  const textOf = useErrorText();
  return (
    <div className="error-note" role="alert">
      <span>{textOf(error)}</span>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  readonly fallback: ReactNode;
}

/** Keeps one part that cannot be drawn from taking the page with it. */
export class Boundary extends Component<BoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}
