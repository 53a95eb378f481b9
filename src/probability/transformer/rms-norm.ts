/**
 * Root-mean-square normalisation. Portable, pure. Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019;
 * `ggml_compute_forward_rms_norm_f32` in ggml: x / √(mean(x²) + ε), then a learned factor for each dimension.
 */
export function rmsNorm(vector: Float64Array, weight: Float32Array, epsilon: number): Float64Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = 1 / Math.sqrt(squares / vector.length + epsilon);
  return vector.map((value, index) => value * scale * (weight[index] ?? 0));
}
