/**
 * Where the page starts: connects to the core, starts what runs beside React, draws the app. Page.
 */
import './strict-policy.ts';
import './styles/theme.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connect } from './client.ts';
import { startI18n } from './i18n/i18n.ts';
import { followNotices } from './state/notices.ts';
import { queryClient } from './state/queries.ts';
import { liveReplies } from './state/replies.ts';
import { traceStore } from './state/traces/traces.ts';

startI18n();
connect();
followNotices();
liveReplies.onChunk((replyId, chunk) => traceStore.appendLive(replyId, chunk));

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
