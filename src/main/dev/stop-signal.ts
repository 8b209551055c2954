/** Ctrl-C, and who means it. */

export interface StopSignal {
  /** Resolves at the first request to stop. */
  readonly asked: Promise<void>;
  /** Resolves at the second one. */
  readonly insisted: Promise<void>;
  /** Takes the listeners away again. */
  forget(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal sends Ctrl-C to npm and to us, and npm passes its own on: what follows within this time is the same key press. */
const samePressMs = 700;

export function waitForStop(): StopSignal {
  const asked = Promise.withResolvers<void>();
  const insisted = Promise.withResolvers<void>();
  let askedAt: number | null = null;
  const onSignal = (): void => {
    const now = Date.now();
    if (askedAt === null) {
      askedAt = now;
      asked.resolve();
    } else if (now - askedAt > samePressMs) insisted.resolve();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    asked: asked.promise,
    insisted: insisted.promise,
    forget: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
