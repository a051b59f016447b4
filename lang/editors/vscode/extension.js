// The extension: starts `policyc lsp` for policies and hands everything else to it. The lens of a test runs `policyc.runTest`, which the client
// registers because the server offers it.
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

const SETTING = 'hpol.policyc.path';

let client;

export async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('hpol.restart', restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration(SETTING)) await restart();
    }),
  );
  await start();
}

export async function deactivate() {
  await stop();
}

async function restart() {
  await stop();
  await start();
}

async function start() {
  const command = vscode.workspace.getConfiguration().get(SETTING) || 'policyc';
  // What npm installs on Windows is a script, which only a shell can start.
  const options = { shell: process.platform === 'win32' };
  client = new LanguageClient(
    'hpol',
    'hpol',
    { command, args: ['lsp'], transport: TransportKind.stdio, options },
    { documentSelector: [{ language: 'hpol' }] },
  );
  try {
    await client.start();
  } catch (error) {
    void vscode.window.showErrorMessage(
      `\`${command} lsp\` cannot be started; set \`${SETTING}\` to your policyc. ${error.message}`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}
