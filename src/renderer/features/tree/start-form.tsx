/**
 * What a tree starts from, and how far it shall grow. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { textOfTokens } from '../../components/token-text.ts';
import { useFormat } from '../../i18n/i18n.ts';
import type { TreeBeginning } from '../../state/instruments.ts';
import { useModels } from '../../state/queries.ts';
import { useVocabulary } from '../../state/traces/traces.ts';
import { LimitFields } from './limit-fields.tsx';
import { growTree, stopGrowing, writeInstead } from './tree-actions.ts';
import type { TreeRun } from './tree-run.ts';
import { readingOf, useTree } from './tree-store.ts';

export function StartForm({
  model,
  run,
}: {
  readonly model: Model;
  readonly run: TreeRun | null;
}): ReactNode {
  const { t } = useTranslation('tree');
  const work = useTree();
  const { given } = work;
  const isGrowing = run !== null && run.phase !== 'ended';
  const isNothing = given === null ? isEmpty(readingOf(work)) : given.modelId !== model.id;
  return (
    <form
      className="mt-6 grid gap-x-10 gap-y-6 inspector:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGrowing) stopGrowing();
        else if (!isNothing) void growTree(model);
      }}
    >
      <div className="flex min-w-0 flex-col gap-3">
        {given ? (
          <GivenStart given={given} isForOther={given.modelId !== model.id} />
        ) : (
          <WrittenStart model={model} />
        )}
        <div>
          <Button type="submit" look={isGrowing ? 'plain' : 'primary'} disabled={!isGrowing && isNothing}>
            {isGrowing ? t('stop') : t('grow')}
          </Button>
        </div>
      </div>
      <LimitFields />
    </form>
  );
}

function isEmpty(reading: ReturnType<typeof readingOf>): boolean {
  return reading.kind === 'raw' && reading.text === '';
}

function WrittenStart({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('tree');
  const mode = useTree((work) => work.mode);
  return (
    <>
      <div>
        <Segmented
          label={t('mode')}
          value={mode}
          options={[
            { value: 'raw', label: t('raw') },
            { value: 'chat', label: t('chat') },
          ]}
          onChange={(value) => useTree.setState({ mode: value })}
        />
      </div>
      {mode === 'raw' ? (
        <Part name="raw" rows={4} placeholder={t('rawHint')} />
      ) : (
        <>
          {model.chat.kind !== 'completion' ? null : <p className="text-sm text-danger">{t('noTemplate')}</p>}
          <Part name="system" rows={1} />
          <Part name="user" rows={2} />
          <Part name="reply" rows={2} />
        </>
      )}
    </>
  );
}

function Part({
  name,
  rows,
  placeholder,
}: {
  readonly name: 'raw' | 'system' | 'user' | 'reply';
  readonly rows: number;
  readonly placeholder?: string;
}): ReactNode {
  const { t } = useTranslation('tree');
  const value = useTree((work) => work[name]);
  return (
    <label className="block text-xs text-ink-faint">
      {t(`parts.${name}`)}
      <textarea
        className="field mt-1 max-h-[40vh] text-base leading-6"
        rows={rows}
        dir="auto"
        placeholder={placeholder}
        value={value}
        onChange={({ target }) => useTree.setState({ [name]: target.value })}
      />
    </label>
  );
}

/** Exact tokens cannot be edited as a text: it would be cut anew. They belong to one model. */
function GivenStart({
  given,
  isForOther,
}: {
  readonly given: TreeBeginning;
  readonly isForOther: boolean;
}): ReactNode {
  const { t } = useTranslation('tree');
  const format = useFormat();
  const owner = useModels().data?.models.find(({ id }) => id === given.modelId);
  const vocabulary = useVocabulary(owner?.vocabularyHash ?? null);
  const text = vocabulary ? textOfTokens(vocabulary, given.tokenIds) : '';
  const count = given.tokenIds.length;
  return (
    <section aria-label={t('given', { count, shown: format.integer(count) })}>
      <p className="text-xs text-ink-faint">{t('given', { count, shown: format.integer(count) })}</p>
      <p
        dir="auto"
        tabIndex={0}
        className="mt-1 max-h-40 overflow-y-auto rounded bg-sunken px-3 py-2 text-base leading-6 wrap-anywhere text-ink-soft"
      >
        <bdi>{text}</bdi>
      </p>
      {isForOther && (
        <p role="status" className="mt-2 text-sm text-danger">
          {t('givenElsewhere', { model: owner?.name ?? '?' })}
        </p>
      )}
      <div className="mt-2">
        <Button isSmall onClick={() => writeInstead(plainText(text))}>
          {t('writeInstead')}
        </Button>
      </div>
    </section>
  );
}

/** Signs for line breaks are line breaks again. */
function plainText(text: string): string {
  return text.replaceAll('⏎', '\n').replaceAll('⇥', '\t');
}
