/** English: the part of the settings about other machines. */
export const network = {
  title: 'Network',
  lead: 'Prisme reaches another machine only when you search the hub of models or download from it.',
  hub: 'Hub of models',
  hubHint: 'A mirror may stand here. Empty: {{usual}}.',
  proxy: 'Proxy',
  proxyHint:
    'For example http://proxy:3128, with a name and a password in front if it wants them; they are kept in Prisme’s database. Empty: none.',
  wrongAddress: 'This is no address that begins with http:// or https://. What was set before holds.',
  token: 'Token for the hub',
  tokenHint:
    'For models whose terms you have accepted on the hub. It is sent to the hub only, and never shown.',
  wrongToken: 'A token has only letters, digits, “_”, “-” and “.”.',
  save: 'Save',
  forget: 'Forget the token',
  kept: {
    systemStore: 'The token is saved in the system’s secret store.',
    memory: 'The token is kept until Prisme closes: there is no secret store here.',
  },
};
