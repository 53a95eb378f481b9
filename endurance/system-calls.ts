/**
 * Reads what strace wrote about a process and its children: whom they tried to reach, and which files they opened for
 * writing. Pure.
 */
import { resolve } from 'node:path';

/** Calls that can leave the machine, and calls that open or make files. */
export const outgoingCalls = 'connect,sendto,sendmsg,sendmmsg';
export const tracedCalls = `${outgoingCalls},open,openat,openat2,creat`;

const ipv4 = /sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g;
const ipv6 = /sa_family=AF_INET6, sin6_port=htons\((\d+)\), .*?inet_pton\(AF_INET6, "([^"]+)"/g;
const opened = /\b(?:openat2?|open|creat)\((?:(?:AT_FDCWD|\d+), )?"((?:[^"\\]|\\.)*)", (.*)$/;

/** Addresses outside this machine, one for each call that names one. */
export function outsideTargets(trace: string): string[] {
  return trace.split('\n').flatMap(outsideTargetsOf);
}

/** The same for one line. A resolver on this machine asks others: a question to it leaves, too. */
export function outsideTargetsOf(line: string): string[] {
  if (!/\b(?:connect|sendto|sendmsg|sendmmsg)(?:\(| resumed>)/.test(line)) return [];
  return [...line.matchAll(ipv4), ...line.matchAll(ipv6)].flatMap(([, port = '', address = '']) => {
    const isHere = /^(?:127\.|::1$|::ffff:127\.)/.test(address);
    if (!isHere) return [address];
    return port === '53' ? [`the resolver at ${address}`] : [];
  });
}

/** Absolute paths that were opened for writing, or made, each once. A call that failed is left out. */
export function writtenFiles(trace: string, workingFolder: string): string[] {
  const paths = trace.split('\n').flatMap((line) => {
    const [, path, rest = ''] = opened.exec(line) ?? [];
    const isWriting = /O_WRONLY|O_RDWR|O_CREAT/.test(rest) || line.includes('creat(');
    return path === undefined || !isWriting || / = -1 /.test(rest) ? [] : [resolve(workingFolder, path)];
  });
  return [...new Set(paths)];
}
