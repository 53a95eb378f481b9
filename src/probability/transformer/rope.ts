/**
 * Rotary position embedding. Portable, pure. Su et al., "RoFormer", 2021. GGUF files of the `llama` architecture hold
 * queries and keys in the order of llama.cpp's "norm" type: neighbours (0, 1), (2, 3), … are rotated together (the
 * converter has permuted the rows of Hugging Face's weights, whose halves are rotated together).
 */

/**
 * Rotates the first `rotatedLength` numbers of one head: pair i by position × base^(−2i / rotatedLength).
 *
 * @param head the numbers of one head; left as it is
 * @param rotatedLength even, at most the length of the head (`llama.rope.dimension_count`)
 * @param frequencyBase `llama.rope.freq_base`
 */
export function rotate(
  head: Float64Array,
  position: number,
  rotatedLength: number,
  frequencyBase: number,
): Float64Array {
  const rotated = head.slice();
  for (let index = 0; index < rotatedLength; index += 2) {
    const angle = position * frequencyBase ** (-index / rotatedLength);
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    const x = head[index] ?? 0;
    const y = head[index + 1] ?? 0;
    rotated[index] = x * cosine - y * sine;
    rotated[index + 1] = x * sine + y * cosine;
  }
  return rotated;
}
