/** English: tree of continuations. */
export const tree = {
  title: 'Tree of continuations',
};
