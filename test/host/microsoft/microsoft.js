// Stands in for VS Code's own Microsoft accounts: whoever signs in is ada@acme.test, and the token names what it is for.
'use strict';
const vscode = require('vscode');

exports.activate = (context) => {
  const sessions = [];
  const changes = new vscode.EventEmitter();
  const isSame = (a, b) => a.join(' ') === b.join(' ');
  const provider = {
    onDidChangeSessions: changes.event,
    getSessions: async (scopes) => sessions.filter((session) => scopes === undefined || isSame(session.scopes, scopes)),
    async createSession(scopes) {
      const account = { id: 'ada', label: 'ada@acme.test' };
      const session = { id: String(sessions.length), accessToken: `token for ${scopes.join(' ')}`, account, scopes };
      sessions.push(session);
      changes.fire({ added: [session], removed: [], changed: [] });
      return session;
    },
    async removeSession() {},
  };
  context.subscriptions.push(
    changes,
    vscode.authentication.registerAuthenticationProvider('microsoft', 'Microsoft', provider),
  );
};
