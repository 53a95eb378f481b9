/**
 * What the core may answer about comparisons: each schema with its shape. Runs in tests only.
 */
import { comparisonsContract, comparisonSummarySchema } from '../comparisons.ts';
import { comparison, comparisonSummary } from './comparison-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { list, object, uuid } from './shapes.ts';

export const comparisonAnswers = {
  'a comparison': [outputOf(comparisonsContract.get), comparison],
  'a line of the list of comparisons': [comparisonSummarySchema, comparisonSummary],
  'the list of comparisons': [outputOf(comparisonsContract.list), list(comparisonSummary, 0)],
  'a lane as a chat': [outputOf(comparisonsContract.takeOut), object({ conversationId: uuid })],
} as const;
