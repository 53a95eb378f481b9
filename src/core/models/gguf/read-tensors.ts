/**
 * Reads the tensor descriptions of a GGUF file and proves that every tensor lies inside the file. Runs in the core.
 * The rules are those of gguf_init_from_reader in llama.cpp: unique names, tensors one after the other, each padded to
 * the alignment. Reads no tensor data.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { ggufLimits } from './gguf-limits.ts';
import { readName } from './read-value.ts';
import { countShares, type TensorShares } from './tensor-shares.ts';
import { elementCount, tensorBytes, tensorTypeName } from './tensor-sizes.ts';

export type TensorTotals = {
  readonly parameterCount: number;
  readonly tensorBytes: number;
  readonly shares: TensorShares;
};

/** @throws model.corrupt, model.truncated (with the whole size that the header describes) */
export async function readTensors(
  cursor: ByteCursor,
  count: number,
  alignment: number,
): Promise<TensorTotals> {
  const names = new Set<string>();
  const shares = countShares();
  let parameterCount = 0;
  /** Where the next tensor must begin, relative to the data section. */
  let nextOffset = 0;
  let endOfLast = 0;
  for (let index = 0; index < count; index++) {
    cursor.where = `tensor ${index}`;
    const tensor = await readTensor(cursor);
    if (names.has(tensor.name) || tensor.offset !== nextOffset) throw cursor.corrupt();
    names.add(tensor.name);
    shares.add(tensor);
    parameterCount += tensor.elements;
    endOfLast = tensor.offset + tensor.bytes;
    nextOffset = pad(endOfLast, alignment);
    if (!Number.isSafeInteger(nextOffset) || !Number.isSafeInteger(parameterCount)) throw cursor.corrupt();
  }
  const needBytes = pad(cursor.position, alignment) + endOfLast;
  if (needBytes > cursor.fileBytes)
    throw new PrismeError('model.truncated', { needBytes, haveBytes: cursor.fileBytes });
  return { parameterCount, tensorBytes: nextOffset, shares: shares.total() };
}

type Tensor = {
  readonly name: string;
  /** ggml's name of the type. */
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
  readonly offset: number;
};

async function readTensor(cursor: ByteCursor): Promise<Tensor> {
  const name = await readName(cursor, ggufLimits.tensorNameBytes - 1);
  await cursor.ensure(4);
  const dimensionCount = cursor.u32();
  if (dimensionCount < 1 || dimensionCount > ggufLimits.dimensions) throw cursor.corrupt();
  await cursor.ensure(8 * dimensionCount + 12);
  const dimensions = Array.from({ length: dimensionCount }, () => cursor.u64());
  const typeNumber = cursor.u32();
  const type = tensorTypeName(typeNumber);
  const bytes = tensorBytes(typeNumber, dimensions);
  const elements = elementCount(dimensions);
  const offset = cursor.u64();
  if (type === null || bytes === null || elements === null) throw cursor.corrupt();
  return { name, type, elements, bytes, offset };
}

function pad(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}
