/**
 * The size of a grid, from what was asked for. Portable, pure.
 */
import type { GridRequest } from './grids.ts';
import type { GridSize } from '#probability/grids/grid-layout.ts';

export function gridSize({ prompts, modelIds, task }: GridRequest): GridSize {
  const isDrawn = task.kind === 'reply';
  return {
    prompts: prompts.length,
    models: modelIds.length,
    temperatures: isDrawn ? task.settings.map(({ sampler }) => sampler.temperature) : [],
    seeds: isDrawn ? task.seeds.length : 0,
  };
}
