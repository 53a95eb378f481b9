/**
 * A process for the suites that does what Prisme never does: it tries to reach another machine, by address, by name and
 * by datagram, to show that whoever watches would see it. With "guarded" as its argument it first takes Prisme's guard.
 * The addresses belong to nobody (RFC 5737).
 */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';

if (process.argv[2] === 'guarded') await import('#egress/guard-this-process.ts');

const address = connect({ host: '192.0.2.1', port: 9 });
address.setTimeout(200, () => address.destroy());
address.on('error', () => undefined);
await once(address, 'close').catch(() => undefined);

const resolver = new Resolver({ timeout: 100, tries: 1 });
resolver.setServers(['192.0.2.2']);
await resolver.resolve4('prisme.invalid').catch(() => undefined);

const datagram = createSocket('udp4');
await new Promise((sent) => datagram.send('x', 9, '192.0.2.3', sent));
datagram.close();
