/**
 * Matrices and vectors of the readable forward pass. Portable, pure. Sums are f64 over f32 weights: slower than
 * llama.cpp by far and nearer to the true value.
 */

/**
 * A weight matrix as GGUF stores it: `rows` rows of `columns` numbers each, row after row. It maps a vector of
 * `columns` numbers to one of `rows` numbers. In GGUF's dimensions, ne[0] is `columns` and ne[1] is `rows`.
 */
export type Matrix = { readonly rows: number; readonly columns: number; readonly values: Float32Array };

export function rowOf(matrix: Matrix, row: number): Float32Array {
  return matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}

/** Σ aᵢ bᵢ over the length of `a`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/** matrix × vector. */
export function multiply(matrix: Matrix, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => dot(rowOf(matrix, row), vector));
}

export function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value + (b[index] ?? 0));
}

/** exp(xᵢ − max) / Σ exp(x − max). */
export function softmax(values: Float64Array): Float64Array {
  const largest = values.reduce((max, value) => Math.max(max, value), -Infinity);
  const exponentials = values.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
