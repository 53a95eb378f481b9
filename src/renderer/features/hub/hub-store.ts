/**
 * What is looked for and what the hub has answered, kept while other screens are open. Runs in the page. The hub is asked
 * only by the functions here, each of which stands behind a button that names it: coming back to the screen asks nothing.
 */
import { create } from 'zustand';
import type { Fit, HubFound, HubRepository, HubSearch, HubVariant, Repository } from '#contract/hub.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';

export type Filters = Pick<HubSearch, 'task' | 'licence' | 'language' | 'size'>;

export type Asked<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'running' }
  | { readonly status: 'failed'; readonly error: PageError }
  | { readonly status: 'done'; readonly answer: T };

type HubState = {
  readonly query: string;
  readonly filters: Filters;
  /** What the results belong to; null: nobody has searched. */
  readonly searched: Omit<HubSearch, 'cursor'> | null;
  readonly found: Asked<HubFound>;
  /** Whether more of the same is on its way, or why it did not come. */
  readonly more: Asked<null>;
  /** The repository that is open; null: the list. */
  readonly openRepository: Repository | null;
  readonly repository: Asked<HubRepository>;
  /** The sums of its files' own headers, as far as they were looked at; by the path of the first file. */
  readonly fileFits: Readonly<Record<string, Asked<Fit>>>;
};

export const noFilters: Filters = { task: null, licence: null, language: null, size: null };

export const useHub = create<HubState>(() => ({
  query: '',
  filters: noFilters,
  searched: null,
  found: { status: 'idle' },
  more: { status: 'idle' },
  openRepository: null,
  repository: { status: 'idle' },
  fileFits: {},
}));

/** Of several questions the last one counts. */
let searching = new AbortController();
let opening = new AbortController();

export async function search(): Promise<void> {
  const { query, filters } = useHub.getState();
  const searched = { query: query.trim(), ...filters };
  const { signal } = restart('search');
  useHub.setState({
    searched,
    found: { status: 'running' },
    more: { status: 'idle' },
    openRepository: null,
  });
  const found = await ask(() => core.hub.search({ ...searched, cursor: null }, { signal }));
  if (!signal.aborted) useHub.setState({ found });
}

/** The next page of what was searched. */
export async function searchMore(): Promise<void> {
  const { searched, found } = useHub.getState();
  if (searched === null || found.status !== 'done' || found.answer.cursor === null) return;
  const { cursor, models } = found.answer;
  const { signal } = restart('search');
  useHub.setState({ more: { status: 'running' } });
  const next = await ask(() => core.hub.search({ ...searched, cursor }, { signal }));
  if (signal.aborted) return;
  if (next.status === 'failed') return useHub.setState({ more: next });
  if (next.status !== 'done') return;
  const known = new Set(models.map(({ repository }) => repository));
  const added = next.answer.models.filter(({ repository }) => !known.has(repository));
  useHub.setState({
    more: { status: 'idle' },
    found: { status: 'done', answer: { models: [...models, ...added], cursor: next.answer.cursor } },
  });
}

export function leaveSearch(): void {
  restart('search');
  useHub.setState({ searched: null, found: { status: 'idle' }, more: { status: 'idle' } });
}

export async function openRepository(repository: Repository): Promise<void> {
  const { signal } = restart('open');
  useHub.setState({ openRepository: repository, repository: { status: 'running' }, fileFits: {} });
  const answer = await ask(() => core.hub.repository({ repository }, { signal }));
  if (!signal.aborted) useHub.setState({ repository: answer });
}

export function closeRepository(): void {
  restart('open');
  useHub.setState({ openRepository: null, repository: { status: 'idle' }, fileFits: {} });
}

/** Reads the header of a file of the repository that is open, unless that was done. */
export async function askFileFit(
  { repository, revision }: HubRepository,
  { files }: HubVariant,
): Promise<void> {
  const path = files[0]?.path ?? '';
  const known = useHub.getState().fileFits[path]?.status;
  if (known === 'running' || known === 'done') return;
  const { signal } = opening;
  const put = (asked: Asked<Fit>): void =>
    useHub.setState(({ fileFits }) => ({ fileFits: { ...fileFits, [path]: asked } }));
  put({ status: 'running' });
  const asked = await ask(async () => {
    const { fit } = await core.hub.fileFit({ repository, revision, files: [...files] }, { signal });
    return fit;
  });
  if (!signal.aborted) put(asked);
}

/** Ends what was asked before. */
function restart(which: 'search' | 'open'): AbortController {
  const next = new AbortController();
  if (which === 'search') {
    searching.abort();
    searching = next;
  } else {
    opening.abort();
    opening = next;
  }
  return next;
}

async function ask<T>(request: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { status: 'done', answer: await request() };
  } catch (error) {
    return { status: 'failed', error: toPageError(error) };
  }
}
