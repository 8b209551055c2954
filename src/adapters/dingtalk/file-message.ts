/** How a file is shown: a picture as a picture, anything else as a file that is opened by a click. */

import type { RobotMessage } from './action-card.ts';

export type MediaType = 'image' | 'file';

/** By its name, as DingTalk decides; what it can't show is left with it as a file. */
export function mediaTypeOf(name: string): MediaType {
  return /\.(png|jpe?g|gif|bmp)$/i.test(name) ? 'image' : 'file';
}

/** `mediaId` as the upload of the same type returned it: a picture goes where otherwise an address stands. */
export function fileMessage(name: string, mediaId: string): RobotMessage {
  if (mediaTypeOf(name) === 'image') return { msgKey: 'sampleImageMsg', msgParam: { photoURL: mediaId } };
  const fileType = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1] ?? 'txt';
  return { msgKey: 'sampleFile', msgParam: { mediaId, fileName: name, fileType } };
}
