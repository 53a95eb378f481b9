/** English: what can go wrong where models are compared: what happened, what is safe, what to do. */
import type { ErrorWords } from '../error-words.ts';

const safe = {
  unchanged: 'Nothing was changed.',
};

export const comparingErrors = {
  'comparison.notFound': {
    what: 'This comparison does not exist any more.',
    safe: null,
    next: 'Choose another comparison.',
  },
  'comparison.laneNotFound': {
    what: 'This lane is not in the comparison any more.',
    safe: null,
    next: 'Open the comparison again.',
  },
  'comparison.full': {
    what: 'The comparison has as many lanes or prompts as it can have.',
    safe: 'What is there stays as it is.',
    next: 'Remove a lane, or start a new comparison.',
  },
  'crossReading.notFound': {
    what: 'This comparison of readings is not known any more.',
    safe: 'The texts are still here.',
    next: 'Start it again.',
  },
  'choices.notFound': {
    what: 'This run over questions is not known any more.',
    safe: 'The questions are still here.',
    next: 'Start it again.',
  },
  'choices.invalidSet': {
    what: 'This file is not a set of questions.',
    safe: 'The questions that were here are unchanged.',
    next: 'Correct the line named here. Each line is one question as JSON, with "question" and "answers".',
  },
  'choices.tooMany': {
    what: 'These are too many questions, orders and models for one run.',
    safe: safe.unchanged,
    next: 'Choose fewer orders, fewer models, or a part of the questions.',
  },
  'choices.noBeginning': {
    what: 'Nothing stands before the first token of the answers: it has no probability.',
    safe: null,
    next: 'Make the question longer, or choose another model.',
  },
  'vote.notFound': {
    what: 'This question does not exist any more.',
    safe: null,
    next: 'Choose another one, or ask another.',
  },
  'vote.comesFirst': {
    what: 'The names of these models are hidden until you vote.',
    safe: 'Both answers are kept.',
    next: 'Vote first. Then everything about the answers is shown.',
  },
  'vote.sameModel': {
    what: 'A blind vote needs two different models.',
    safe: null,
    next: 'Choose another model for one of the two.',
  },
  'vote.notReady': {
    what: 'Both answers have to be there before you vote.',
    safe: null,
    next: 'Wait until they are written, or let them go on.',
  },
  'vote.alreadyGiven': {
    what: 'You have voted on these answers already.',
    safe: 'Your vote is kept.',
    next: 'Take it back first, or ask another question.',
  },
  'vote.notTakenBack': {
    what: 'A vote can be taken back once, and there is none here.',
    safe: null,
    next: 'Delete it if it shall not count.',
  },
  'grid.notFound': {
    what: 'This grid does not exist any more.',
    safe: null,
    next: 'Choose another grid.',
  },
  'grid.tooMany': {
    what: 'These are too many prompts, models, settings and seeds for one grid.',
    safe: safe.unchanged,
    next: 'Choose fewer of them, or make two grids.',
  },
} satisfies Record<string, ErrorWords>;
