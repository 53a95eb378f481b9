/**
 * Where every field of a sound GGUF file is, so that each kind can be damaged on purpose. Pure. It reads files that
 * fixtures/gguf-writer.ts wrote and nothing else: it checks nothing.
 */

export type FieldKind =
  | 'magic'
  | 'version'
  | 'tensorCount'
  | 'entryCount'
  | 'keyLength'
  | 'key'
  | 'valueType'
  | 'scalar'
  | 'textLength'
  | 'text'
  | 'elementType'
  | 'elementCount'
  | 'element'
  | 'nameLength'
  | 'name'
  | 'dimensionCount'
  | 'dimension'
  | 'tensorType'
  | 'offset'
  | 'weights';

export type Field = { readonly kind: FieldKind; readonly at: number; readonly bytes: number };

/** Whole entries of the metadata and whole tensor descriptions, which can be left out, doubled or exchanged. */
export type Part = { readonly at: number; readonly bytes: number };

export type Fields = {
  readonly fields: readonly Field[];
  readonly entries: readonly Part[];
  readonly tensors: readonly Part[];
  /** Where the tensor data begin. */
  readonly headerBytes: number;
};

const textType = 8;
const arrayType = 9;
const scalarBytes: Readonly<Record<number, number>> = { 4: 4, 5: 4, 6: 4, 7: 1 };

export function fieldsOf(file: Uint8Array): Fields {
  const walk = new Walk(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  walk.take('magic', 4);
  walk.take('version', 4);
  const tensorCount = walk.number('tensorCount', 8);
  const entryCount = walk.number('entryCount', 8);
  const entries = Array.from({ length: entryCount }, () => walk.part(() => walkEntry(walk)));
  const tensors = Array.from({ length: tensorCount }, () => walk.part(() => walkTensor(walk)));
  const headerBytes = walk.at;
  walk.take('weights', file.length - headerBytes);
  return { fields: walk.fields, entries, tensors, headerBytes };
}

function walkEntry(walk: Walk): void {
  walk.take('key', walk.number('keyLength', 8));
  walkValue(walk, walk.number('valueType', 4));
}

function walkValue(walk: Walk, type: number): void {
  if (type === textType) {
    walk.take('text', walk.number('textLength', 8));
    return;
  }
  if (type !== arrayType) {
    walk.take('scalar', scalarBytes[type] ?? 0);
    return;
  }
  const elementType = walk.number('elementType', 4);
  const count = walk.number('elementCount', 8);
  for (let index = 0; index < count; index++) {
    if (elementType === textType) walkValue(walk, textType);
    else walk.take('element', scalarBytes[elementType] ?? 0);
  }
}

function walkTensor(walk: Walk): void {
  walk.take('name', walk.number('nameLength', 8));
  const dimensions = walk.number('dimensionCount', 4);
  for (let index = 0; index < dimensions; index++) walk.take('dimension', 8);
  walk.take('tensorType', 4);
  walk.take('offset', 8);
}

class Walk {
  at = 0;
  readonly fields: Field[] = [];
  readonly #file: Buffer;

  constructor(file: Buffer) {
    this.#file = file;
  }

  take(kind: FieldKind, bytes: number): void {
    this.fields.push({ kind, at: this.at, bytes });
    this.at += bytes;
  }

  /** A length or a count, which decides what comes after it. */
  number(kind: FieldKind, bytes: 4 | 8): number {
    const value =
      bytes === 4 ? this.#file.readUInt32LE(this.at) : Number(this.#file.readBigUInt64LE(this.at));
    this.take(kind, bytes);
    return value;
  }

  part(walk: () => void): Part {
    const at = this.at;
    walk();
    return { at, bytes: this.at - at };
  }
}
