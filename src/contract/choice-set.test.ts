/** Sets of questions from files. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChoiceSet } from './choice-set.ts';
import type { ChoiceQuestion } from './choices.ts';
import { PrismeError } from './errors.ts';

const capital = '{"question": "The capital of France is", "answers": ["Paris", "Lyon"], "correct": 0}';

function faultOf(text: string): unknown {
  try {
    readChoiceSet(text);
  } catch (cause) {
    if (cause instanceof PrismeError) return { code: cause.code, ...cause.details };
  }
  return null;
}

describe('a set of questions', () => {
  it('is read line by line; what may be missing is null, what is unknown is left out', () => {
    const plain = '{"id": 7, "question": "2 + 2 =", "answers": ["4", "5", "6"], "neutral": "Answer:"}';
    expect(readChoiceSet(`\ufeff${capital}\r\n\n  \n${plain}\n`)).toEqual([
      { question: 'The capital of France is', answers: ['Paris', 'Lyon'], correct: 0, neutral: null },
      { question: '2 + 2 =', answers: ['4', '5', '6'], correct: null, neutral: 'Answer:' },
    ]);
  });

  it('is refused whole, with the number of the first line that is wrong and what is wrong with it', () => {
    const faults: readonly (readonly [line: string, reason: string, field: string | null])[] = [
      ['not JSON', 'notJson', null],
      ['["a", "b"]', 'wrongField', ''],
      ['{"answers": ["a", "b"]}', 'wrongField', 'question'],
      ['{"question": "", "answers": ["a", "b"]}', 'wrongField', 'question'],
      ['{"question": "q", "answers": ["a"]}', 'wrongField', 'answers'],
      ['{"question": "q", "answers": ["a", 5]}', 'wrongField', 'answers.1'],
      ['{"question": "q", "answers": ["a", "b"], "correct": "a"}', 'wrongField', 'correct'],
      ['{"question": "q", "answers": ["a", "b"], "correct": 2}', 'correctMissing', 'correct'],
    ];
    for (const [line, reason, field] of faults)
      expect(faultOf(`${capital}\n\n${line}\n${line}`), line).toEqual({
        code: 'choices.invalidSet',
        line: 3,
        reason,
        field,
      });
  });

  it('has at least one question and 5,000 at most', () => {
    expect(faultOf(' \n\n')).toMatchObject({ code: 'choices.invalidSet', line: 0, reason: 'empty' });
    const many = `${capital}\n`.repeat(5_000);
    expect(readChoiceSet(many)).toHaveLength(5_000);
    expect(faultOf(`${many}\n${capital}`)).toMatchObject({ line: 5_002, reason: 'tooMany' });
  });

  it('gives back every set that was written as JSON Lines', () => {
    const question: fc.Arbitrary<ChoiceQuestion> = fc.record({
      question: fc.string({ minLength: 1, unit: 'grapheme' }),
      answers: fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 2, maxLength: 26 }),
      correct: fc.option(fc.constantFrom(0, 1)),
      neutral: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 5 }), (questions) => {
        const text = questions.map((each) => JSON.stringify(each)).join('\n');
        expect(readChoiceSet(text)).toEqual(questions);
      }),
    );
  });
});
