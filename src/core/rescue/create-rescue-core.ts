/**
 * What answers pages while the database cannot be opened: the list of backups and the two ways on, nothing else. Runs
 * where the core runs, in its place; owns the data folder like it. Opens no database for writing.
 */
import type { PrismeError } from '#contract/errors.ts';
import { contract } from '#contract/contract.ts';
import { createImplementer } from '../app/implementer.ts';
import type { Core, CoreOptions } from '../create-core.ts';
import type { CoreRouter } from '../create-router.ts';
import { backupsFolder, listBackups } from '../db/backup.ts';
import { lockDataFolder } from '../db/lock.ts';
import { requestRestore } from '../db/replace-database.ts';
import { salvageDatabase } from '../db/salvage.ts';

/** The part of a core that a shell with a page needs. */
export type ServedCore = Pick<Core, 'router' | 'registerUpload' | 'startup' | 'close'>;

/**
 * @param problem why the database cannot be opened; every other request is answered with it
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.storageFailed
 */
export function createRescueCore(options: CoreOptions, problem: PrismeError): ServedCore {
  const lock = lockDataFolder(options.dataDir, options);
  options.log.error({ code: problem.code, details: problem.details }, 'the database cannot be opened');
  let isClosed = false;
  return {
    router: createRescueRouter(options, problem),
    registerUpload: () => {
      throw problem;
    },
    startup: {
      interruptedReplies: 0,
      backupFileName: null,
      setAside: null,
      isReadOnly: false,
      damagedMessages: 0,
      isDamaged: false,
    },
    close: () => {
      if (!isClosed) lock.release();
      isClosed = true;
      return Promise.resolve();
    },
  };
}

function createRescueRouter(options: CoreOptions, problem: PrismeError): CoreRouter {
  const { dataDir, log, now } = options;
  const implementer = createImplementer(log);
  const refuse = (): never => {
    throw problem;
  };
  // The implementer has a procedure for every name of the contract; only here are they gone through by name.
  const procedures = implementer as unknown as Procedures;
  const refusals = (noun: string, verbs: object): Record<string, unknown> =>
    Object.fromEntries(Object.keys(verbs).map((verb) => [verb, procedures[noun]?.[verb]?.handler(refuse)]));
  const refused = Object.fromEntries(
    Object.entries(contract).map(([noun, verbs]) => [noun, refusals(noun, verbs)]),
  );
  const backups = {
    ...refused['backups'],
    list: implementer.backups.list.handler(() => listBackups(backupsFolder(dataDir))),
    restore: implementer.backups.restore.handler(({ input }) => {
      requestRestore(dataDir, input.name, now());
      log.info({ name: input.name }, 'a backup takes the place of the database');
      options.onReplaced?.();
      return {};
    }),
    salvage: implementer.backups.salvage.handler(() => {
      const report = salvageDatabase(dataDir, options);
      log.info(report, 'what could be read was saved');
      options.onReplaced?.();
      return report;
    }),
  };
  // Every procedure of the contract is there; that most of them only refuse is nothing that a type can say.
  return implementer.router({ ...refused, backups } as unknown as Parameters<
    typeof implementer.router
  >[0]) as unknown as CoreRouter;
}

type Procedures = Readonly<
  Record<string, Readonly<Record<string, { handler(refuse: () => never): unknown }>>>
>;
