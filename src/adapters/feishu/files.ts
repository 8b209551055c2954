/** Files go in two steps: the bytes are left with Feishu, then a message names them. */

import { z } from 'zod';
import type { Locale } from '../../domain/text.ts';
import { ChatError, type OutgoingFile } from '../contract.ts';
import type { FeishuClient } from './client.ts';
import { feishuLimits } from './limits.ts';
import type { FeishuContent } from './parts.ts';
import { postContent } from './post.ts';

/** Pictures are shown, everything else is offered for download. Throws ChatError; `too-large` beyond Feishu's limits. */
export async function uploadContent(client: FeishuClient, file: OutgoingFile, locale: Locale): Promise<FeishuContent> {
  const isPicture = /\.(png|jpe?g|gif|webp|bmp)$/i.test(file.name) && file.bytes.length <= feishuLimits.imageBytesMax;
  if (file.bytes.length === 0) throw new ChatError('format', `The file ${file.name} is empty; Feishu takes no empty files`);
  if (file.bytes.length > feishuLimits.fileBytesMax) {
    throw new ChatError('too-large', `The file ${file.name} has ${file.bytes.length} bytes; Feishu takes ${feishuLimits.fileBytesMax}`);
  }
  if (isPicture) {
    const key = await uploadImage(client, file);
    return { type: 'post', content: postContent([[{ tag: 'img', image_key: key }]], locale, file.title) };
  }
  return { type: 'file', content: JSON.stringify({ file_key: await uploadFile(client, file) }) };
}

async function uploadFile(client: FeishuClient, file: OutgoingFile): Promise<string> {
  const schema = z.object({ data: z.object({ file_key: z.string().min(1) }) });
  const form = formOf({ file_type: 'stream', file_name: file.name }, 'file', file);
  const request = { name: 'im.file.create', method: 'POST', path: '/open-apis/im/v1/files', form } as const;
  return (await client.call(request, schema)).data.file_key;
}

async function uploadImage(client: FeishuClient, file: OutgoingFile): Promise<string> {
  const schema = z.object({ data: z.object({ image_key: z.string().min(1) }) });
  const form = formOf({ image_type: 'message' }, 'image', file);
  const request = { name: 'im.image.create', method: 'POST', path: '/open-apis/im/v1/images', form } as const;
  return (await client.call(request, schema)).data.image_key;
}

function formOf(fields: Readonly<Record<string, string>>, bytesField: string, file: OutgoingFile): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(bytesField, new Blob([Uint8Array.from(file.bytes)]), file.name);
  return form;
}
