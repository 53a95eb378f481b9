import { expect, test } from 'vitest';
import { outsideTargets, writtenFiles } from './system-calls.ts';

test('addresses of other machines are found in every call that can name one, this machine’s are not, but for its resolver', () => {
  const trace = `7 connect(21, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS
7 connect(21, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
8 connect(21, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0
8 connect(22, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>
8 connect(22, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
9 sendto(23, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.2")}, 16) = 1
9 <... sendmmsg resumed>[{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.4")}, msg_namelen=16}, msg_len=1}], 1, 0) = 1
9 connect(24, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0
9 sendmsg(23, {msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.3")}, msg_namelen=16}, 0) = 1`;
  expect(outsideTargets(trace)).toEqual([
    '192.0.2.1',
    '2001:db8::1',
    '192.0.2.2',
    '192.0.2.4',
    'the resolver at 127.0.0.53',
    '192.0.2.3',
  ]);
});

test('files that were opened for writing are found, what was only read or failed is not', () => {
  const trace = `7 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3
7 openat(AT_FDCWD, "data/a", O_WRONLY|O_CREAT|O_CLOEXEC, 0600) = 3
7 openat(AT_FDCWD, "/data/b", O_RDWR|O_CREAT <unfinished ...>
7 openat(AT_FDCWD, "/data/c", O_RDWR) = -1 ENOENT (No such file or directory)
8 creat("/data/d", 0600) = 4`;
  expect(writtenFiles(trace, '/home')).toEqual(['/home/data/a', '/data/b', '/data/d']);
});
