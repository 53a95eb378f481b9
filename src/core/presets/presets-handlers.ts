/**
 * Answers the presets part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { PresetsService } from './presets.ts';

export function presetsHandlers(implementer: CoreImplementer, presets: PresetsService) {
  const procedures = implementer.presets;
  return {
    list: procedures.list.handler(() => presets.list()),
    create: procedures.create.handler(({ input }) => {
      const [preset] = presets.create([input]);
      if (preset === undefined) throw new Error('one preset in, one out');
      return preset;
    }),
    createAll: procedures.createAll.handler(({ input }) => presets.create(input.presets)),
    update: procedures.update.handler(({ input: { presetId, ...changes } }) =>
      presets.update(presetId, changes),
    ),
    move: procedures.move.handler(({ input }) => {
      presets.move(input.presetId, input.by);
      return {};
    }),
    delete: procedures.delete.handler(({ input }) => {
      presets.delete(input.presetId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => presets.restore(input.presetId)),
  };
}
