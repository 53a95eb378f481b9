/**
 * Which tokens of a vocabulary end a generation, found the way llama.cpp finds them. Runs in the core. An engine that
 * has loaded the model knows better: its list replaces this one.
 * Source: `special_eog_ids` in llama_vocab::impl::load, llama-vocab.cpp of the bundled llama.cpp.
 */
import type { GgufHeader } from './gguf/gguf-header.ts';
import { numberOf } from './gguf/header-summary.ts';

const endPieces: ReadonlySet<string> = new Set([
  '<|eot_id|>',
  '<|im_end|>',
  '<|end|>',
  '<|return|>',
  '<|call|>',
  '<|flush|>',
  '<|calls|>',
  '<end_of_turn>',
  '<|endoftext|>',
  '</s>',
  '<|eom_id|>',
  '<EOT>',
  '_<EOT>',
  '[EOT]',
  '[EOS]',
  '<|end_of_text|>',
  '<end_of_utterance>',
  '<eos>',
  '<turn|>',
  '<|tool_response>',
  '<｜end▁of▁sentence｜>',
  '[e~[',
]);

/** Fill-in-the-middle marks that end a generation too, with the metadata key that may name another token instead. */
const fillInMarks = [
  {
    key: 'tokenizer.ggml.fim_pad_token_id',
    pieces: ['<|fim_pad|>', '<fim-pad>', '<fim_pad>', '<PAD>', '[PAD]'],
  },
  {
    key: 'tokenizer.ggml.fim_rep_token_id',
    pieces: ['<|fim_repo|>', '<|repo_name|>', '<fim-repo>', '<REPO>', '<reponame>'],
  },
  { key: 'tokenizer.ggml.fim_sep_token_id', pieces: ['<|file_sep|>'] },
] as const;

const namedKeys = [
  'tokenizer.ggml.eos_token_id',
  'tokenizer.ggml.eot_token_id',
  'tokenizer.ggml.eom_token_id',
];

/** Ids in ascending order, each inside the vocabulary. */
export function endTokenIdsOf(header: GgufHeader): number[] {
  const idOfPiece = new Map<string, number>();
  const ids = new Set<number>();
  header.pieces.forEach((piece, id) => {
    idOfPiece.set(piece, id);
    if (endPieces.has(piece)) ids.add(id);
  });
  for (const id of [...namedIds(header), ...fillInIds(header, idOfPiece)]) {
    if (id < header.pieces.length) ids.add(id);
  }
  for (const piece of falseEnds(ids, header.pieces)) ids.delete(idOfPiece.get(piece) ?? -1);
  return [...ids].sort((a, b) => a - b).slice(0, 1_000);
}

function namedIds({ metadata }: GgufHeader): number[] {
  return namedKeys.flatMap((key) => numberOf(metadata, key) ?? []);
}

function fillInIds({ metadata }: GgufHeader, idOfPiece: ReadonlyMap<string, number>): number[] {
  return fillInMarks.flatMap(({ key, pieces }) => {
    const piece = pieces.find((candidate) => idOfPiece.has(candidate));
    return numberOf(metadata, key) ?? (piece === undefined ? [] : (idOfPiece.get(piece) ?? []));
  });
}

/** llama.cpp's exceptions: tokenisers in which an end mark of others is an ordinary one. */
function falseEnds(ids: ReadonlySet<number>, pieces: readonly string[]): string[] {
  const found = new Set([...ids].map((id) => pieces[id]));
  const hasCall = found.has('<|call|>') || found.has('<|calls|>');
  const isHarmony = hasCall && (found.has('<|return|>') || found.has('<|flush|>'));
  return [...(isHarmony ? ['<|end|>'] : []), ...(found.has('<|tool_response>') ? ['</s>'] : [])];
}
