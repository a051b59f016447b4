// What a policy can say about SSH: commands, shells, the lines typed into them, files and forwards.
import { BOOL, COMMON_ATTRIBUTES, INT, LIST, SET, SIZE, STRING } from './common.ts';
import type { Attribute, EventVocabulary, ValueType } from './types.ts';

export const FILE_OPERATION = {
  kind: 'enum',
  name: 'file operation',
  values: ['read', 'write', 'list', 'delete', 'rename', 'make_folder', 'change_attributes', 'link'],
} as const satisfies ValueType;

export const FORWARD_DIRECTION = {
  kind: 'enum',
  name: 'forward direction',
  values: ['local', 'remote', 'dynamic'],
} as const satisfies ValueType;

const facts =
  (group: string) =>
  (name: string, type: ValueType, doc: string, optional = false): Attribute => ({
    path: `${group}.${name}`,
    type,
    optional,
    scope: 'event',
    doc,
  });

const command = facts('command');
const COMMAND_ATTRIBUTES: readonly Attribute[] = [
  command('text', STRING, 'The command line as the client sent it.'),
  command('programs', SET, 'The programs that the line runs, by name without a path, such as `rm`.'),
  command('arguments', LIST, 'The arguments of these programs, in order.'),
  command('parsed', BOOL, 'False when the line could not be read as shell words, so that programs may be missing.'),
];

const file = facts('file');
const forward = facts('forward');

export const SSH_EVENTS: readonly EventVocabulary[] = [
  {
    name: 'ssh.exec',
    doc: 'One command line that is run without a shell session.',
    testInput: null,
    attributes: [...COMMON_ATTRIBUTES, ...COMMAND_ATTRIBUTES],
  },
  {
    name: 'ssh.shell',
    doc: 'The client asks for an interactive shell.',
    testInput: null,
    attributes: [...COMMON_ATTRIBUTES, facts('shell')('terminal', BOOL, 'True when the client asked for a terminal.')],
  },
  {
    name: 'ssh.line',
    doc: 'A line that was typed into a shell, before the shell gets its end.',
    testInput: null,
    attributes: [...COMMON_ATTRIBUTES, ...COMMAND_ATTRIBUTES],
  },
  {
    name: 'ssh.file',
    doc: 'One operation on a file over SFTP or SCP.',
    testInput: null,
    attributes: [
      ...COMMON_ATTRIBUTES,
      file('operation', FILE_OPERATION, 'What is done to the file.'),
      file('path', STRING, 'The absolute path, without `.` and `..`.'),
      file('new_path', STRING, 'The other path of a rename or link.', true),
      file('size', SIZE, 'The size of the file, where it is known beforehand.', true),
    ],
  },
  {
    name: 'ssh.forward',
    doc: 'The client asks to forward a port or a stream.',
    testInput: null,
    attributes: [
      ...COMMON_ATTRIBUTES,
      forward('direction', FORWARD_DIRECTION, 'Which side listens.'),
      forward('host', STRING, 'The host that the connection goes to.'),
      forward('port', INT, 'The port that the connection goes to.'),
    ],
  },
];
