/**
 * What a process tells of itself: what it tried to reach, and where it listens. Portable. No procedures: the processes
 * of a shell say it over their own channels, and know nothing of the contract's.
 */
import { z } from 'zod';

/** The latest attempts that are kept; older ones are only counted. */
export const mostAttempts = 200;

/** One attempt to reach another machine. Where to, never what was to be sent. */
export const localEgressAttemptSchema = z.object({
  atMs: z.number().min(0),
  /** A connection, a packet, a question for a name, or a page's request. */
  kind: z.enum(['connection', 'datagram', 'name', 'request']),
  host: z.string().max(300),
  /** Null where there is none: a question for a name. */
  port: z.int().min(0).max(65_535).nullable(),
  wasRefused: z.boolean(),
});
export type LocalEgressAttempt = z.infer<typeof localEgressAttemptSchema>;

export const egressAttemptSchema = localEgressAttemptSchema.extend({
  process: z.enum(['core', 'engine', 'shell', 'page']),
});
export type EgressAttempt = z.infer<typeof egressAttemptSchema>;

/** A socket that takes connections or packets. */
export const listeningSocketSchema = z.object({
  protocol: z.enum(['tcp', 'udp']),
  address: z.string().max(100),
  port: z.int().min(0).max(65_535),
});
export type ListeningSocket = z.infer<typeof listeningSocketSchema>;

/** What a process tells the core: the attempts since its last report, and where it listens now. */
export const egressReportSchema = z.object({
  attempts: z.array(localEgressAttemptSchema).max(mostAttempts),
  listening: z.array(listeningSocketSchema).max(100),
});
export type EgressReport = z.infer<typeof egressReportSchema>;
