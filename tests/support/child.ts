/** A child of the test's own that is there once it answers, and gone once it is stopped. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendSignal } from './send-signal.ts';

export interface Child {
  readonly pid: number;
  isAlive(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** TERM, and KILL where that is not heard. */
  stop(): Promise<void>;
}

const endWithinMs = 5_000;

/** Starts a program in the foreground; what it says on standard error is part of the error when it ends early. */
export async function startChild(
  command: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
  withinMs?: number,
): Promise<Child> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  });
  child.on('error', (error) => {
    said += error.message;
  });
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  await until(
    async () => {
      if (!isAlive()) throw new Error(`${command} did not start: ${said}`);
      return isReady();
    },
    `${command} is ready`,
    withinMs,
  );
  return { pid: child.pid ?? 0, isAlive, signal: (signal) => sendSignal(child, signal), stop: () => end(child, isAlive) };
}

async function end(child: ChildProcess, isAlive: () => boolean): Promise<void> {
  if (!isAlive()) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  await ended;
  clearTimeout(timer);
}

/** Polls until it holds; throws after the limit. */
export async function until(isMet: () => Promise<boolean> | boolean, what: string, withinMs = 30_000): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (!(await isMet())) {
    if (Date.now() > untilMs) throw new Error(`Waited ${String(withinMs)} ms in vain: ${what}`);
    await sleep(40);
  }
}

/** Whether somebody takes connections there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
