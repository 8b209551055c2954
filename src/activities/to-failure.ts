/** What an activity's error becomes in the workflow's history: masked, without causes, and saying whether another attempt can help. */

import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { SystemError, ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';

/** A store that is away is waited for; everything else is given up after this many attempts. */
const attemptsMax = 5;
const messageLengthMax = 500;

export function toFailure(error: unknown, attempt: number): ApplicationFailure | CancelledFailure {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  const message = maskSecrets(error instanceof Error ? error.message : String(error)).slice(0, messageLengthMax);
  const type = error instanceof Error ? error.name : 'Error';
  return ApplicationFailure.create({ message, type, nonRetryable: isFinal(error, attempt) });
}

function isFinal(error: unknown, attempt: number): boolean {
  if (error instanceof ZhibanError && error.kind === 'unavailable') return false;
  if (error instanceof SystemError && error.retry === 'never') return true;
  return attempt >= attemptsMax;
}
