/**
 * What files are called on this machine, and which files of a repository are one model. Runs in the core. Pure. A name
 * from the hub is only letters, digits and `_.-` here, and never a path.
 */
import type { HubFile } from '#contract/hub.ts';

const split = /-(\d{5})-of-(\d{5})(?=\.gguf$)/i;
const longestName = 150;

/** The file name of a path in a repository. */
export function localName(path: string): string {
  const name = (path.split('/').at(-1) ?? '').replace(/[^\w.-]+/g, '_').replace(/^[.-]+/, '');
  const isGguf = name.toLowerCase().endsWith('.gguf');
  const stem = isGguf ? name.slice(0, -'.gguf'.length) : name;
  return `${stem.slice(0, longestName) || 'model'}.gguf`;
}

/** The same with a mark, for a name that another file has already; parts of one model get the same mark. */
export function markedName(name: string, mark: string): string {
  const part = split.exec(name)?.[0] ?? '';
  return `${name.slice(0, name.length - part.length - '.gguf'.length)}-${mark}${part}.gguf`;
}

/** The paths with every part of a model that one of them is a part of, in order; a path that is not there stays. */
export function withParts(paths: readonly string[], files: readonly HubFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const all = paths.flatMap((path) => {
    const found = split.exec(path);
    if (found === null) return [path];
    const [before, after] = [path.slice(0, found.index), path.slice(found.index + found[0].length)];
    const count = Number(found[2]);
    const named = Array.from({ length: Math.min(count, 1_000) }, (_, index) => {
      const number = String(index + 1).padStart(5, '0');
      return `${before}-${number}-of-${found[2]}${after}`;
    });
    return named.every((each) => known.has(each)) ? named : [path, ...named];
  });
  return [...new Set(all)];
}
