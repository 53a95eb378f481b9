/**
 * A model by name and quantisation: those of one family share the name. Page, pure.
 */
import type { Model } from '#contract/models.ts';

export function modelTitle({ name, quantisation }: Pick<Model, 'name' | 'quantisation'>): string {
  return quantisation ? `${name} ${quantisation}` : name;
}
