/** English: tokeniser. */
export const tokenizer = {
  title: 'Tokeniser',
};
