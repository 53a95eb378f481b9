/** What a model reads for a question. */
import { describe, expect, it } from 'vitest';
import { joinTexts, listsAnswers, questionText } from './question-text.ts';

const capital = { question: 'The capital of France is', answers: ['Paris', 'Lyon', 'Nice'] };

describe('the text of a question', () => {
  it('lists the answers in the order that is asked for, each under the letter of its place', () => {
    const { prompt } = questionText(capital, '{question}\n{answers}\nAnswer:', 'letters', [2, 0, 1]);
    expect(prompt).toBe('The capital of France is\nA. Nice\nB. Paris\nC. Lyon\nAnswer:');
  });

  it('goes on with the letter under which each answer stands, or with the answer in full', () => {
    const order = [2, 0, 1];
    expect(questionText(capital, '{answers}', 'letters', order).continuations).toEqual(['B', 'C', 'A']);
    expect(questionText(capital, '{answers}', 'answers', order).continuations).toEqual(capital.answers);
  });

  it('takes a question literally, whatever stands in it', () => {
    const odd = { question: 'What is {answers} or $& ?', answers: ['a', '{question}'] };
    expect(questionText(odd, 'Q: {question} {answers}', 'answers', [0, 1]).prompt).toBe(
      'Q: What is {answers} or $& ? A. a\nB. {question}',
    );
  });

  it('depends on the order only where the form lists the answers', () => {
    expect(listsAnswers('{question}')).toBe(false);
    expect(listsAnswers('{question}\n{answers}')).toBe(true);
  });
});

describe('a prompt and its continuation', () => {
  it('have one space between them that belongs to the continuation', () => {
    expect(joinTexts('The capital is', 'Paris')).toEqual({ text: 'The capital is Paris', joinByte: 14 });
  });

  it('keep the white space at the prompt’s end, which goes to the continuation', () => {
    expect(joinTexts('Réponse :\n', 'Paris')).toEqual({ text: 'Réponse :\nParis', joinByte: 10 });
    expect(joinTexts('The capital is ', 'Paris')).toEqual({ text: 'The capital is Paris', joinByte: 14 });
  });

  it('begin at once where there is no prompt', () => {
    expect(joinTexts('', 'Paris')).toEqual({ text: 'Paris', joinByte: 0 });
    expect(joinTexts(' ', 'Paris')).toEqual({ text: ' Paris', joinByte: 0 });
  });
});
