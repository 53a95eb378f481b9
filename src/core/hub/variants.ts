/**
 * Which models a repository holds: its GGUF files, the parts of a split one together, without what is no model of its
 * own. Runs in the core. Pure.
 */
import { type HubFile, hubFileSchema, type QuantisationGroup } from '#contract/hub.ts';
import { quantisationGroup, quantisationIn } from './quantisations.ts';

/** A file as the hub lists it; nothing of it has been checked. */
export type ListedFile = {
  readonly path: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
};

export type Variant = {
  readonly name: string;
  readonly quantisation: string | null;
  readonly group: QuantisationGroup;
  readonly bitsPerWeight: number | null;
  readonly sizeBytes: number;
  readonly files: readonly HubFile[];
};

/** Projectors of images and sound, importance matrices, draft heads, adapters: files that need a model beside them. */
const notAModel = /(?:^|[/._-])(?:mmproj|imatrix|lora|adapter|mtp|draft)(?:[._-]|$)/i;
const partPattern = /^(.+)-(\d{5})-of-(\d{5})\.gguf$/i;
const mostVariants = 1_000;

/** @param parameterCount of the repository's model; null: unknown */
export function variantsOf(
  listed: readonly ListedFile[],
  parameterCount: number | null,
): { readonly variants: readonly Variant[]; readonly leftOut: number } {
  const gguf = listed.filter(({ path }) => /\.gguf$/i.test(path));
  const groups = new Map<string, { readonly partCount: number; readonly files: HubFile[] }>();
  for (const file of gguf) {
    // Without a hash nobody could tell whether what arrives is what was meant.
    const checked = hubFileSchema.safeParse(file);
    if (!checked.success || notAModel.test(file.path)) continue;
    const part = partPattern.exec(file.path);
    const key = part === null ? file.path : `${part[1]}-of-${part[3]}`;
    const group = groups.get(key) ?? { partCount: Number(part?.[3] ?? 1), files: [] };
    group.files.push(checked.data);
    groups.set(key, group);
  }
  const variants = [...groups.values()]
    .filter(isComplete)
    .map(({ files }) => variantOf(files, parameterCount))
    .sort((a, b) => a.sizeBytes - b.sizeBytes)
    .slice(0, mostVariants);
  const kept = variants.reduce((sum, { files }) => sum + files.length, 0);
  return { variants, leftOut: gguf.length - kept };
}

/** Every part is there once. */
function isComplete({ partCount, files }: { partCount: number; files: readonly HubFile[] }): boolean {
  return files.length === partCount && new Set(files.map(({ path }) => path)).size === partCount;
}

function variantOf(unsorted: readonly HubFile[], parameterCount: number | null): Variant {
  const files = [...unsorted].sort((a, b) => (a.path < b.path ? -1 : 1));
  const path = files[0]?.path ?? '';
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  // Some put each quantisation into a folder of its own.
  const quantisation = quantisationIn(path.split('/').at(-1) ?? '') ?? quantisationIn(path);
  const bitsPerWeight = bitsOf(sizeBytes, parameterCount);
  return {
    name: nameOf(path),
    quantisation: quantisation?.slice(0, 40) ?? null,
    group: quantisationGroup(quantisation, bitsPerWeight),
    bitsPerWeight,
    sizeBytes,
    files,
  };
}

/** Without its folder, its ending and the number of a part. */
function nameOf(path: string): string {
  return (partPattern.exec(path)?.[1] ?? path.replace(/\.gguf$/i, '')).split('/').at(-1) ?? path;
}

/** Beyond 64 it is not one model's file over one model's parameters. */
function bitsOf(sizeBytes: number, parameterCount: number | null): number | null {
  const bits = parameterCount ? (sizeBytes * 8) / parameterCount : Infinity;
  return bits <= 64 ? bits : null;
}
