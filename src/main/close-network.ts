/**
 * Switches off what the browser inside of Electron would do on the network by itself: ask for names, fetch dictionaries
 * and components, look for a proxy. Runs in Electron's main process, before it is ready. What pages ask for is refused
 * in harden.ts, what Node asks for in egress/.
 */
import type { CommandLine } from 'electron';

/** With no name and no address that can be found, whatever else is forgotten here reaches nobody. */
const switches: Readonly<Record<string, string | undefined>> = {
  'host-resolver-rules': 'MAP * ~NOTFOUND',
  'no-proxy-server': undefined,
  'disable-background-networking': undefined,
  'disable-component-update': undefined,
  'disable-domain-reliability': undefined,
  'dns-prefetch-disable': undefined,
  'no-pings': undefined,
  'force-webrtc-ip-handling-policy': 'disable_non_proxied_udp',
};

export function closeNetwork(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  for (const [name, value] of Object.entries(switches)) commandLine.appendSwitch(name, value);
}
