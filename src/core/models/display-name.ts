/**
 * The name under which a model is listed. Runs in the core. Pure.
 *
 * People know a model by its file's name, which is what they downloaded; names in headers are often those of a
 * training run ("smollm2 135M 8k lc100k mix1 ep2").
 */

/** Stems that say nothing about the model. */
const sayNothing = /^(ggml[-_. ]?)?model$|^sha256-[0-9a-f]{64}$|^$/i;

/**
 * The file name without its ending and without the quantisation, which is shown beside it; the header's name where
 * the file name says nothing.
 */
export function displayName(
  fileName: string,
  headerName: string | null,
  quantisation: string | null,
): string {
  const stem = fileName.replace(/\.gguf$/i, '');
  const suffix = quantisation === null ? '' : `[-_. ]+${quantisation.replaceAll(/[^\w]/g, '.')}$`;
  const name = suffix === '' ? stem : stem.replace(new RegExp(suffix, 'i'), '');
  return sayNothing.test(name) ? (headerName ?? stem) : name;
}
