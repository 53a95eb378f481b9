/**
 * The Bradley–Terry model: how strong each model is, from how often it was preferred to each other one. Portable, pure.
 * Draws no intervals (see rate-models.ts).
 *
 * P(i is preferred to j) = exp(βi) / (exp(βi) + exp(βj)). Sources: Bradley and Terry 1952; that a finite maximum exists, and
 * only one, exactly when every model leads to every other one over wins: Ford 1957, assumption 1 of Hunter 2004, "MM algorithms
 * for generalized Bradley–Terry models". A tie is half a win for each, as in Elo. Fitted by Newton's method: gradient and
 * Hessian of the log-likelihood, which is concave.
 */
import { type WinMatrix, beatenBy, beatersOf, winsOver } from './win-matrix.ts';

/** Far more than is needed: each step doubles the correct digits. */
const mostSteps = 100;
/** Largest change of a strength, in nats of log odds, at which the fit has converged. */
const converged = 1e-10;

/**
 * Strengths βi in nats of log odds, their mean 0, fitted to convergence. Null: no finite maximum, because the models do not
 * all lead to each other over wins and ties.
 */
export function fitBradleyTerry(wins: WinMatrix): Float64Array | null {
  const count = wins.length;
  if (count === 0 || ![beatenBy(wins, 0), beatersOf(wins, 0)].every((reached) => reached.every(Boolean)))
    return null;
  let strengths: Float64Array = new Float64Array(count);
  let likelihood = logLikelihood(wins, strengths);
  for (let step = 0; step < mostSteps; step++) {
    const change = newtonStep(wins, strengths);
    // Newton may step too far where the curve is flat; half of it, and so on, always rises.
    let size = 1;
    let next = moved(strengths, change, size);
    let reached = logLikelihood(wins, next);
    while (reached < likelihood - 1e-12 * Math.abs(likelihood) && size > 1e-9) {
      size /= 2;
      next = moved(strengths, change, size);
      reached = logLikelihood(wins, next);
    }
    strengths = next;
    likelihood = reached;
    if (change.every((each) => Math.abs(each * size) < converged)) return centred(strengths);
  }
  return centred(strengths);
}

function moved(strengths: Float64Array, change: Float64Array, size: number): Float64Array {
  return strengths.map((strength, place) => strength + size * (change[place] ?? 0));
}

/** Σ over pairs of wins(i, j) · ln P(i is preferred to j). */
function logLikelihood(wins: WinMatrix, strengths: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < wins.length; i++)
    for (let j = 0; j < wins.length; j++) {
      const won = winsOver(wins, i, j);
      if (won > 0) sum -= won * softplus((strengths[j] ?? 0) - (strengths[i] ?? 0));
    }
  return sum;
}

/** ln(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The solution of −H δ = g; the last strength stays where it is, since only differences count. */
function newtonStep(wins: WinMatrix, strengths: Float64Array): Float64Array {
  const count = wins.length;
  const free = count - 1;
  const gradient = new Float64Array(free);
  const matrix = Array.from({ length: free }, () => new Float64Array(free));
  for (let i = 0; i < free; i++) {
    const row = matrix[i] ?? gradient;
    for (let j = 0; j < count; j++) {
      const met = winsOver(wins, i, j) + winsOver(wins, j, i);
      if (met === 0 || i === j) continue;
      const p = 1 / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0)));
      gradient[i] = (gradient[i] ?? 0) + winsOver(wins, i, j) - met * p;
      const weight = met * p * (1 - p);
      row[i] = (row[i] ?? 0) + weight;
      if (j < free) row[j] = (row[j] ?? 0) - weight;
    }
  }
  const change = new Float64Array(count);
  change.set(solve(matrix, gradient));
  return change;
}

/** Gaussian elimination; the matrix is symmetric and positive definite, so that no rows need to be exchanged. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const count = right.length;
  const at = (row: number, column: number): number => matrix[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < count; pivot++)
    for (let row = pivot + 1; row < count; row++) {
      const factor = at(row, pivot) / at(pivot, pivot);
      if (factor === 0) continue;
      for (let column = pivot; column < count; column++)
        matrix[row]?.fill(at(row, column) - factor * at(pivot, column), column, column + 1);
      right[row] = (right[row] ?? 0) - factor * (right[pivot] ?? 0);
    }
  const solution = new Float64Array(count);
  for (let row = count - 1; row >= 0; row--) {
    let sum = right[row] ?? 0;
    for (let column = row + 1; column < count; column++) sum -= at(row, column) * (solution[column] ?? 0);
    solution[row] = sum / at(row, row);
  }
  return solution;
}

function centred(strengths: Float64Array): Float64Array {
  const mean = strengths.reduce((sum, each) => sum + each, 0) / strengths.length;
  return strengths.map((each) => each - mean);
}
