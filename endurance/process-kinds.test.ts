import { expect, test } from 'vitest';
import { processKinds } from './process-kinds.ts';

const lines =
  `10 execve("/n/node", ["node", "/p/node_modules/@playwright/test/cli.js", "test"], 0x1 /* 9 vars */) = 0
10 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
11 execve("/a/node", ["node", "/p/out/main/web.js", "--no-open"], 0x1 /* 9 vars */) = -1 ENOENT (No such file or directory)
11 execve("/n/node", ["node", "/p/out/main/web.js", "--no-open"], 0x1 /* 9 vars */ <unfinished ...>
10 <... clone resumed>, child_tidptr=0x7f) = 11
11 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88) = 12
12 connect(21, {sa_family=AF_INET}, 16) = 0
12 vfork() = 13
13 execve("/n/node", ["/n/node", "/p/out/main/engine.js"], 0x1 /* 9 vars */) = 0
13 fork() = 14
14 execve("/bin/helper", ["helper"], 0x1 /* 9 vars */) = 0
14 connect(21, {sa_family=AF_INET}, 16) = 0
10 vfork( <unfinished ...>
15 execve("/usr/bin/chromium", ["/usr/bin/chromium", "--headless"], 0x1 /* 9 vars */) = 0
10 <... vfork resumed>) = 15
15 sendto(3, "out/main/web.js", 1, 0, {sa_family=AF_INET}, 16) = 1
10 connect(21, {sa_family=AF_INET}, 16) = 0
99 connect(21, {sa_family=AF_INET}, 16) = 0`.split('\n');
const kindOfLine = processKinds(lines);
const kindOfCall = (start: string): string => kindOfLine(lines.findIndex((line) => line.startsWith(start)));

test('a process is what it was started as, also where its parent’s call returns after its own', () => {
  expect(kindOfCall('10 connect')).toBe('Playwright');
  expect(kindOfCall('15 sendto')).toBe('Chromium');
});

test('a thread and a program that is not known are what their parent is', () => {
  expect(kindOfCall('12 connect')).toBe('web shell');
  expect(kindOfCall('14 connect')).toBe('engine');
});

test('a process whose beginning is not in the trace is nobody’s', () => {
  expect(kindOfCall('99 connect')).toBe('unknown');
});
