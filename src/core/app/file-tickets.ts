/**
 * Files that a person chose, known by a ticket so that no path ever comes from a page. Runs in the core.
 */
import { PrismeError } from '#contract/errors.ts';
import { type FileTicket, fileTicketSchema } from '#contract/ids.ts';

export type FileTickets = {
  /** Keeps the path for one use. */
  register(path: string): FileTicket;
  /** The path; the ticket is spent. @throws file.expired */
  take(ticket: FileTicket): string;
};

/** Tickets that nobody used are dropped, oldest first, beyond this number. */
const maxTickets = 100;

export function createFileTickets(newId: () => string): FileTickets {
  const paths = new Map<FileTicket, string>();
  return {
    register: (path) => {
      const ticket = fileTicketSchema.parse(newId());
      paths.set(ticket, path);
      for (const oldest of paths.keys()) {
        if (paths.size <= maxTickets) break;
        paths.delete(oldest);
      }
      return ticket;
    },
    take: (ticket) => {
      const path = paths.get(ticket);
      if (path === undefined) throw new PrismeError('file.expired');
      paths.delete(ticket);
      return path;
    },
  };
}
