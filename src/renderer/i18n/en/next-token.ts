/** English: next token. */
export const nextToken = {
  title: 'Next token',
};
