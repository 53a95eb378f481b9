/**
 * What the core may answer about runs of several models (choices, comparisons, grids): each schema with its shape. Runs in tests only.
 */
import { choicesContract, choicesEventSchema } from '../choices.ts';
import { comparisonsContract, comparisonSummarySchema } from '../comparisons.ts';
import { gridEventSchema, gridsContract, gridSummarySchema } from '../grids.ts';
import { choicesEvent, choicesRequest } from './choices-shapes.ts';
import { comparison, comparisonSummary } from './comparison-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { grid, gridEvent, gridSummary } from './grid-shapes.ts';
import { anyUuid, list, nullable, object, uuid } from './shapes.ts';

export const runAnswers = {
  'the latest run over questions': [
    outputOf(choicesContract.latest),
    nullable(object({ ...choicesRequest, jobId: anyUuid })),
  ],
  'a run over questions that began': [outputOf(choicesContract.start), object({ jobId: anyUuid })],
  'an event of a run over questions': [choicesEventSchema, choicesEvent],
  'a comparison': [outputOf(comparisonsContract.get), comparison],
  'a line of the list of comparisons': [comparisonSummarySchema, comparisonSummary],
  'the list of comparisons': [outputOf(comparisonsContract.list), list(comparisonSummary, 0)],
  'a lane as a chat': [outputOf(comparisonsContract.takeOut), object({ conversationId: uuid })],
  'a grid': [outputOf(gridsContract.get), grid],
  'a grid that was made': [outputOf(gridsContract.create), object({ gridId: uuid })],
  'a line of the list of grids': [gridSummarySchema, gridSummary],
  'the list of grids': [outputOf(gridsContract.list), list(gridSummary, 0)],
  'an event of a grid': [gridEventSchema, gridEvent],
} as const;
