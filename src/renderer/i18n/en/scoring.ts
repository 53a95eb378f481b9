/** English: score a text. */
export const scoring = {
  title: 'Score a text',
};
