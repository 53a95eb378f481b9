/**
 * Which graphics cards this machine has for llama.cpp, and why one is not used. Runs in the engine. It opens none of them.
 */
import { getLlamaGpuTypes } from 'node-llama-cpp';
import { type Graphics, graphicsKinds } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';

type Kind = Graphics['found'][number];

/** What can be used here: looks for drivers and libraries. Nothing where that cannot be found out. */
async function findGraphics(): Promise<Kind[]> {
  const types: readonly (string | false)[] = await getLlamaGpuTypes('supported').catch(() => []);
  return graphicsKinds.filter((kind) => types.includes(kind));
}

/** A card computes. */
export async function graphicsOf(used: Kind): Promise<Graphics> {
  return { found: await findGraphics(), used, notUsed: null, reason: null };
}

/** The processor computes. */
export async function graphicsWithout(
  notUsed: NonNullable<Graphics['notUsed']>,
  cause?: unknown,
): Promise<Graphics> {
  return {
    found: await findGraphics(),
    used: null,
    notUsed,
    reason: cause === undefined ? null : wordsOf(cause),
  };
}

function wordsOf(cause: unknown): string {
  const { reason } = cause instanceof PrismeError ? cause.details : {};
  if (typeof reason === 'string') return reason.slice(0, 2_000);
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 2_000);
}
