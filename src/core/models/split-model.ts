/**
 * Models that are split over several files, as llama.cpp's gguf-split names them: `name-00001-of-00003.gguf`. Runs in
 * the core. The first file stands for the whole; the others are read for their tensors only, with the same bounds.
 */
import { basename, dirname, join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { addShares } from './gguf/tensor-shares.ts';
import type { GgufHeader } from './gguf/gguf-header.ts';
import { numberOf } from './gguf/header-summary.ts';
import { readGgufHeader } from './gguf/read-header.ts';

const partName = /^(.*)-(\d{5})-of-(\d{5})(\.gguf)$/i;
const mostParts = 1_000;

/** The file name without the number of the part. */
export function unsplitName(fileName: string): string {
  return fileName.replace(partName, '$1$4');
}

/** True for the second part and those after it: they are found by the first one. */
export function isLaterPart(fileName: string): boolean {
  const number = Number(partName.exec(fileName)?.[2] ?? '1');
  return number > 1;
}

/** Every file of the model whose first file is at `path`, that one first; of a model in one file, it alone. */
export function modelPaths(path: string): readonly string[] {
  const match = partName.exec(basename(path));
  const count = Number(match?.[3]);
  if (!match || Number(match[2]) !== 1 || count < 2 || count > mostParts) return [path];
  const [, stem = '', , digits = '', ending = ''] = match;
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? path
      : join(dirname(path), `${stem}-${String(index + 1).padStart(5, '0')}-of-${digits}${ending}`),
  );
}

/**
 * The header of a model: of its file, or of its first file with what the others add.
 * @throws what readGgufHeader throws; model.partMissing {fileName}
 */
export async function readModelHeader(path: string): Promise<GgufHeader> {
  const first = await readGgufHeader(path);
  const paths = modelPaths(path);
  if (paths.length < 2 || numberOf(first.metadata, 'split.count') !== paths.length) return first;
  const headers = [first];
  for (const [index, part] of paths.entries()) if (index > 0) headers.push(await readPart(part, index));
  const sum = (count: (header: GgufHeader) => number): number =>
    headers.reduce((total, header) => total + count(header), 0);
  return {
    ...first,
    fileCount: headers.length,
    fileBytes: sum(({ fileBytes }) => fileBytes),
    tensorCount: sum(({ tensorCount }) => tensorCount),
    parameterCount: sum(({ parameterCount }) => parameterCount),
    tensorBytes: sum(({ tensorBytes }) => tensorBytes),
    shares: addShares(headers.map(({ shares }) => shares)),
  };
}

async function readPart(path: string, index: number): Promise<GgufHeader> {
  const header = await readGgufHeader(path).catch((error: unknown) => {
    if (!(error instanceof PrismeError) || error.details['reason'] !== 'ENOENT') throw error;
    throw new PrismeError('model.partMissing', { fileName: basename(path).slice(0, 300) }, { cause: error });
  });
  if (numberOf(header.metadata, 'split.no') !== index)
    throw new PrismeError('model.corrupt', { where: 'split.no' });
  return header;
}
