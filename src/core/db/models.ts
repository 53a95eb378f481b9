/**
 * The tables of models, the files that hold them, and vocabularies. Runs in the core. Knows no file system: what is on
 * disk now is the business of core/models.
 */
import { type ChatChoice, chatChoiceSchema } from '#contract/chat-format.ts';
import { type Calibration, calibrationSchema } from '#contract/engine.ts';
import { type ErrorRecord, errorRecordSchema } from '#contract/errors.ts';
import { type ModelId, modelIdSchema, type VocabularyHash, vocabularyHashSchema } from '#contract/ids.ts';
import { type LoadSettings, loadSettingsSchema, type Vocabulary } from '#contract/models.ts';
import { type ModelSummary, modelSummarySchema } from '#core/models/gguf/header-summary.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { withStorageErrors } from './storage-error.ts';
import { createVocabularyTable } from './vocabularies.ts';

/** A model as it is remembered. */
export type StoredModel = {
  readonly id: ModelId;
  readonly sizeBytes: number;
  readonly summary: ModelSummary;
  readonly vocabularyHash: VocabularyHash;
  readonly loadSettings: LoadSettings;
  readonly calibration: Calibration | null;
  /** The machine that `calibration` was measured on; null when there is none. */
  readonly calibrationMachine: string | null;
  /** How the person wants it to be given conversations; null: nobody has chosen. */
  readonly chatChoice: ChatChoice | null;
};

/** What was found at a path when it was last read. Exactly one of `modelId` and `error` is set. */
export type StoredFile = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Device and inode: the same file under another name has the same. Null: not known. */
  readonly fileKey: string | null;
  readonly modelId: ModelId | null;
  readonly error: ErrorRecord | null;
  /** Taken from the list by the person: it stays away until it is added again. */
  readonly isHidden: boolean;
};

export type ModelTable = {
  /** All models, oldest first. */
  models(): StoredModel[];
  files(): StoredFile[];
  /** Stores a model with its vocabulary and the file that holds it, in one transaction. Settings of a known model stay. */
  insert(
    model: Omit<StoredModel, 'calibration' | 'calibrationMachine' | 'chatChoice'>,
    vocabulary: Vocabulary,
    file: StoredFile,
    nowMs: number,
  ): void;
  putFile(file: StoredFile): void;
  forgetFile(path: string): void;
  setLoadSettings(id: ModelId, loadSettings: LoadSettings): void;
  setSummary(id: ModelId, summary: ModelSummary): void;
  setChatChoice(id: ModelId, choice: ChatChoice | null): void;
  setCalibration(id: ModelId, calibration: Calibration, machine: string): void;
  vocabulary(hash: VocabularyHash): Vocabulary | null;
  /** Replaces the end tokens of a vocabulary by those of an engine that has loaded it. */
  setEndTokenIds(hash: VocabularyHash, endTokenIds: readonly number[]): void;
};

type ModelRow = {
  id: string;
  size_bytes: number;
  summary_json: string;
  vocabulary_hash: string;
  load_settings_json: string;
  calibration_json: string | null;
  calibration_machine: string | null;
  chat_choice_json: string | null;
};
type FileRow = {
  path: string;
  size_bytes: number;
  modified_at_ms: number;
  file_key: string | null;
  model_id: string | null;
  error_json: string | null;
  is_hidden: number;
};
export function createModelTable(database: Database): ModelTable {
  const statements = prepare(database);
  const vocabularies = createVocabularyTable(database);
  const putFile = (file: StoredFile): void => void statements.putFile.run(...fileColumns(file));
  const insert: ModelTable['insert'] = (model, vocabulary, file, nowMs) => {
    vocabularies.insert(vocabulary);
    const { id, sizeBytes, summary, vocabularyHash, loadSettings } = model;
    statements.insertModel.run(
      id,
      sizeBytes,
      JSON.stringify(summary),
      vocabularyHash,
      JSON.stringify(loadSettings),
      nowMs,
    );
    putFile(file);
  };
  return {
    models: () => statements.models.all().map(modelOf),
    files: () => statements.files.all().map(fileOf),
    insert: (...values) => withStorageErrors(() => database.transaction(insert).immediate(...values)),
    putFile: (file) => withStorageErrors(() => putFile(file)),
    forgetFile: (path) => void withStorageErrors(() => statements.forgetFile.run(path)),
    setLoadSettings: (id, settings) =>
      void withStorageErrors(() => statements.setLoadSettings.run(JSON.stringify(settings), id)),
    setSummary: (id, summary) =>
      void withStorageErrors(() => statements.setSummary.run(JSON.stringify(summary), id)),
    setChatChoice: (id, choice) =>
      void withStorageErrors(() =>
        statements.setChatChoice.run(choice === null ? null : JSON.stringify(choice), id),
      ),
    setCalibration: (id, calibration, machine) =>
      void withStorageErrors(() => statements.setCalibration.run(JSON.stringify(calibration), machine, id)),
    vocabulary: (hash) => vocabularies.find(hash),
    setEndTokenIds: (hash, ids) =>
      void withStorageErrors(() => statements.setEndTokenIds.run(JSON.stringify(ids), hash)),
  };
}

function prepare(database: Database) {
  return {
    models: database.prepare<[], ModelRow>(
      'SELECT id, size_bytes, summary_json, vocabulary_hash, load_settings_json, calibration_json, calibration_machine, chat_choice_json FROM models ORDER BY added_at_ms, id',
    ),
    files: database.prepare<[], FileRow>(
      'SELECT path, size_bytes, modified_at_ms, file_key, model_id, error_json, is_hidden FROM model_files ORDER BY path',
    ),
    // What is read from the file is brought up to date; what the person or a measurement decided stays.
    insertModel: database.prepare<[string, number, string, string, string, number]>(
      `INSERT INTO models (id, size_bytes, summary_json, vocabulary_hash, load_settings_json, added_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET summary_json = excluded.summary_json, vocabulary_hash = excluded.vocabulary_hash`,
    ),
    putFile: database.prepare<FileColumns>(
      'INSERT OR REPLACE INTO model_files (path, size_bytes, modified_at_ms, file_key, model_id, error_json, is_hidden) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    forgetFile: database.prepare<[string]>('DELETE FROM model_files WHERE path = ?'),
    setLoadSettings: database.prepare<[string, string]>(
      'UPDATE models SET load_settings_json = ? WHERE id = ?',
    ),
    setSummary: database.prepare<[string, string]>('UPDATE models SET summary_json = ? WHERE id = ?'),
    setChatChoice: database.prepare<[string | null, string]>(
      'UPDATE models SET chat_choice_json = ? WHERE id = ?',
    ),
    setCalibration: database.prepare<[string, string, string]>(
      'UPDATE models SET calibration_json = ?, calibration_machine = ? WHERE id = ?',
    ),
    setEndTokenIds: database.prepare<[string, string]>(
      'UPDATE vocabularies SET end_token_ids_json = ? WHERE hash = ?',
    ),
  };
}

type FileColumns = [string, number, number, string | null, string | null, string | null, number];

function fileColumns(file: StoredFile): FileColumns {
  const { path, sizeBytes, modifiedAtMs, fileKey, modelId } = file;
  const errorJson = file.error === null ? null : JSON.stringify(file.error);
  return [path, sizeBytes, modifiedAtMs, fileKey, modelId, errorJson, file.isHidden ? 1 : 0];
}

function modelOf(row: ModelRow): StoredModel {
  return {
    id: modelIdSchema.parse(row.id),
    sizeBytes: row.size_bytes,
    summary: readJson(modelSummarySchema, row.summary_json),
    vocabularyHash: vocabularyHashSchema.parse(row.vocabulary_hash),
    loadSettings: readJson(loadSettingsSchema, row.load_settings_json),
    calibration: row.calibration_json === null ? null : readJson(calibrationSchema, row.calibration_json),
    calibrationMachine: row.calibration_machine,
    chatChoice: row.chat_choice_json === null ? null : readJson(chatChoiceSchema, row.chat_choice_json),
  };
}

function fileOf(row: FileRow): StoredFile {
  return {
    path: row.path,
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.modified_at_ms,
    fileKey: row.file_key,
    modelId: row.model_id === null ? null : modelIdSchema.parse(row.model_id),
    error: row.error_json === null ? null : readJson(errorRecordSchema, row.error_json),
    isHidden: row.is_hidden === 1,
  };
}
