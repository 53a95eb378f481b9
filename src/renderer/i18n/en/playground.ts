/** English: sampler playground. */
export const playground = {
  title: 'Sampler playground',
};
