/**
 * Folders of conversations: list, create, change, order, delete and take back. Runs in the core. Changes no conversation:
 * a deleted folder keeps its row for a while, and its conversations come back with it.
 */
import { PrismeError } from '#contract/errors.ts';
import { type Folder, mostFolders } from '#contract/folders.ts';
import type { FolderId } from '#contract/ids.ts';
import type { Notices } from '../app/notices.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { Store } from '../db/store.ts';

export type FoldersContext = {
  readonly store: Pick<Store, 'folders' | 'transaction'>;
  readonly notices: Notices;
  readonly now: () => number;
  readonly newId: () => string;
};

type Changes = { readonly [Key in Exclude<keyof Folder, 'id'>]?: Folder[Key] | undefined };

export type FoldersService = {
  list(): Folder[];
  /** @throws folder.tooMany */
  create(name: string): Folder;
  /** @throws folder.notFound */
  update(id: FolderId, changes: Changes): Folder;
  /** @throws folder.notFound */
  move(id: FolderId, by: 'up' | 'down'): void;
  /** @throws folder.notFound */
  delete(id: FolderId): void;
  /** @throws folder.notFound, folder.tooMany */
  restore(id: FolderId): Folder;
};

export function createFolders({ store, notices, now, newId }: FoldersContext): FoldersService {
  const { folders } = store;

  function save(folder: FolderRecord): Folder {
    store.transaction(() => folders.update(folder));
    notices.publish({ kind: 'listsChanged' });
    return shown(folder);
  }

  function present(id: FolderId): FolderRecord {
    const folder = folders.find(id);
    if (folder === null || folder.deletedAtMs !== null) throw new PrismeError('folder.notFound');
    return folder;
  }

  function requireRoom(): void {
    if (folders.list().length >= mostFolders) throw new PrismeError('folder.tooMany');
  }

  return {
    list: () => folders.list().map(shown),
    create: (name) => {
      requireRoom();
      const id = newId() as FolderId; // newId gives UUIDs, which is all that the brand says
      const position = (folders.list()[0]?.position ?? 1) - 1;
      const folder = { ...emptyFolder, id, name, position, createdAtMs: now() };
      store.transaction(() => folders.insert(folder));
      notices.publish({ kind: 'listsChanged' });
      return shown(folder);
    },
    update: (id, changes) => {
      return save(changed(present(id), changes));
    },
    move: (id, by) => {
      present(id);
      // Numbered anew: one that came back may have the number of another.
      store.transaction(() => {
        for (const [position, folder] of moved(folders.list(), id, by).entries())
          folders.update({ ...folder, position });
      });
      notices.publish({ kind: 'listsChanged' });
    },
    delete: (id) => void save({ ...present(id), deletedAtMs: now() }),
    restore: (id) => {
      const folder = folders.find(id);
      if (folder === null) throw new PrismeError('folder.notFound');
      if (folder.deletedAtMs !== null) requireRoom();
      return save({ ...folder, deletedAtMs: null });
    },
  };
}

const emptyFolder = { systemPrompt: '', modelId: null, isCollapsed: false, deletedAtMs: null };

function changed(folder: FolderRecord, changes: Changes): FolderRecord {
  return {
    ...folder,
    name: changes.name ?? folder.name,
    systemPrompt: changes.systemPrompt ?? folder.systemPrompt,
    modelId: changes.modelId === undefined ? folder.modelId : changes.modelId,
    isCollapsed: changes.isCollapsed ?? folder.isCollapsed,
  };
}

function moved(folders: readonly FolderRecord[], id: FolderId, by: 'up' | 'down'): FolderRecord[] {
  const order = [...folders];
  const from = order.findIndex((folder) => folder.id === id);
  const to = Math.min(order.length - 1, Math.max(0, from + (by === 'up' ? -1 : 1)));
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}

function shown({ id, name, systemPrompt, modelId, isCollapsed }: FolderRecord): Folder {
  return { id, name, systemPrompt, modelId, isCollapsed };
}
