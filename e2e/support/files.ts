// Files that tests send: made here, so that the repository holds none.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { TestInfo } from '@playwright/test';

export interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PDF of one empty page, of about so many bytes, no two bytes runs alike. */
export function pdf(name: string, size = 1_000): Sent {
  const head = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n';
  const tail = '\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  const filling = Buffer.alloc(Math.max(0, size - head.length - tail.length));
  for (let at = 0; at < filling.length; at += 1) filling[at] = 33 + ((at * 31 + (at >> 8) * 17) % 90);
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from(`${head}%`), filling, Buffer.from(tail)]) };
}

/** A PDF that is too large, on disk since it is too large to hand over otherwise. */
export function hugePdf(info: TestInfo, name: string, size: number): string {
  const path = info.outputPath(name);
  const file = openSync(path, 'w');
  writeSync(file, '%PDF-1.4\n');
  ftruncateSync(file, size);
  closeSync(file);
  return path;
}
