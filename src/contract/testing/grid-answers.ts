/**
 * What the core may answer about grids: each schema with its shape. Runs in tests only.
 */
import { gridEventSchema, gridsContract, gridSummarySchema } from '../grids.ts';
import { outputOf } from './expect-bounds.ts';
import { grid, gridEvent, gridSummary } from './grid-shapes.ts';
import { list, object, uuid } from './shapes.ts';

export const gridAnswers = {
  'a grid': [outputOf(gridsContract.get), grid],
  'a grid that was made': [outputOf(gridsContract.create), object({ gridId: uuid })],
  'a line of the list of grids': [gridSummarySchema, gridSummary],
  'the list of grids': [outputOf(gridsContract.list), list(gridSummary, 0)],
  'an event of a grid': [gridEventSchema, gridEvent],
} as const;
