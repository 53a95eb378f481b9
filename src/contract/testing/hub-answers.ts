/**
 * What the core may answer about the hub of models: each schema with its shape. Runs in tests only.
 */
import { hubContract } from '../hub.ts';
import { outputOf } from './expect-bounds.ts';
import { hubCatalogue, hubFileFit, hubFound, hubRepository } from './hub-shapes.ts';

export const hubAnswers = {
  'the list of models that comes with Prisme': [outputOf(hubContract.catalogue), hubCatalogue],
  'what a search found': [outputOf(hubContract.search), hubFound],
  'what a repository holds': [outputOf(hubContract.repository), hubRepository],
  'whether a file of the hub fits': [outputOf(hubContract.fileFit), hubFileFit],
} as const;
