/** What the API can be asked of detections. */

import type { Mark } from '../../domain/detection.ts';
import type { DetectionDetailView, DetectionView } from '../../domain/detection-view.ts';
import type { Requests } from './request.ts';

export function detectionCalls({ get, post }: Requests) {
  const pathOf = (id: string): string => `/detections/${encodeURIComponent(id)}`;
  return {
    detections: () => get<{ readonly items: readonly DetectionView[] }>('/detections'),
    detection: (id: string) => get<DetectionDetailView>(pathOf(id)),
    runDetection: (id: string) => post<DetectionDetailView>(`${pathOf(id)}/run`),
    holdDetection: (id: string, isHeld: boolean) => post<DetectionDetailView>(`${pathOf(id)}/${isHeld ? 'pause' : 'resume'}`),
    markDetection: (code: string, mark: Mark | null) => post<unknown>(`/incidents/${encodeURIComponent(code)}/usefulness`, { mark }),
  };
}
