/** English: find hesitation. */
export const hesitations = {
  title: 'Find hesitation',
};
